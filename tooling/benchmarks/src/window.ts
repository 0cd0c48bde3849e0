import type { Interval, NotedTrial } from './diary.js';

/** The work inside a window of time. */
export interface Work {
  /** Trials per second; of one that lies partly inside, that part. */
  readonly perSecond: number;
  /** The trials' own time in it ÷ (slots × window). */
  readonly utilisation: number;
  /**
   * The same by the time that the trials should have taken: what a trial loses to a busy thread counts as lost, and a study that has met
   * longer trials than another is not thought to be slower.
   */
  readonly effective: number;
}

/** Work, and what other programs took of the cores meanwhile: 0 to 1. */
export type WatchedWork = Work & { readonly others: number };

export function workInWindow(trials: readonly NotedTrial[], window: Interval, slots: number): Work {
  let done = 0;
  let busyMs = 0;
  let nominalMs = 0;
  for (const { from, to, nominal } of trials) {
    const inside = Math.min(window.to, to) - Math.max(window.from, from);
    if (inside <= 0) continue;
    done += inside / (to - from);
    busyMs += inside;
    nominalMs += (nominal * inside) / (to - from);
  }
  const milliseconds = window.to - window.from;
  const slotMs = slots * milliseconds;
  return { perSecond: (1000 * done) / milliseconds, utilisation: busyMs / slotMs, effective: nominalMs / slotMs };
}
