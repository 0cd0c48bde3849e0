import type { Interval } from './diary.js';

/** The work inside a window of time. */
export interface Work {
  /** Trials per second; of one that lies partly inside, that part. */
  readonly perSecond: number;
  /** The trials' own time in it ÷ (slots × window). */
  readonly utilisation: number;
}

/** Work, and what other programs took of the cores meanwhile: 0 to 1. */
export type WatchedWork = Work & { readonly others: number };

export function workInWindow(trials: readonly Interval[], window: Interval, slots: number): Work {
  let done = 0;
  let busyMs = 0;
  for (const { from, to } of trials) {
    const inside = Math.min(window.to, to) - Math.max(window.from, from);
    if (inside <= 0) continue;
    done += inside / (to - from);
    busyMs += inside;
  }
  const milliseconds = window.to - window.from;
  return { perSecond: (1000 * done) / milliseconds, utilisation: busyMs / (slots * milliseconds) };
}
