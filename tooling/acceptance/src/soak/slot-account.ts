import type { StudyEvent, StudyResult } from '@glompo/core';

/** Two readings of the clock, one after the other, on a machine that has other things to do. */
const toleratedSeconds = 0.1;

/** A study that has ended, by all that its events tell. */
export interface AccountedStudy {
  readonly events: readonly StudyEvent[];
  readonly result: Pick<StudyResult, 'seconds' | 'slotTime'>;
  /** Seconds by the clock of whoever called `run()`, until it had its result. */
  readonly wallSeconds: number;
}

/**
 * Slots × time is what was spent, whatever it was spent on: not less from any of its reports to the end, and not more, either, unless slots were
 * taken away that were still in use.
 *
 * @returns what does not add up, in a sentence
 */
export function errorInSlotAccount({ events, result, wallSeconds }: AccountedStudy): string | undefined {
  const { slotTime, seconds } = result;
  for (const [use, spent] of Object.entries(slotTime.spent))
    if (!(spent >= -1e-9)) return `slots spent ${spent} s on ${use}`;
  const changes = events.flatMap(event =>
    event.type === 'study-started'
      ? [{ at: 0, slots: event.slots }]
      : event.type === 'resized'
        ? [{ at: event.seconds, slots: event.slots }]
        : [],
  );
  const slotSeconds = (from: number) =>
    changes.reduce((sum, { at, slots }, i) => {
      const until = changes[i + 1]?.at ?? seconds;
      return sum + slots * Math.max(0, until - Math.max(at, from));
    }, 0);
  const most = Math.max(...changes.map(({ slots }) => slots));
  const shrinks = changes.some(({ slots }, i) => slots < (changes[i - 1]?.slots ?? 0));
  const reports = events.flatMap(event =>
    event.type === 'slot-time' ? [{ from: event.seconds, total: event.report.total, opening: 0 }] : [],
  );
  // Before its first event it has started its first workers, which counts, too.
  const opening = (wallSeconds - seconds) * (changes[0]?.slots ?? 0);
  for (const { from, total, opening: before } of [{ from: 0, total: 0, opening }, ...reports]) {
    const [spent, expected] = [slotTime.total - total, slotSeconds(from)];
    const tolerated = toleratedSeconds * most;
    if (spent < expected - tolerated || (!shrinks && spent > expected + before + tolerated))
      return `slots × time from ${from.toFixed(2)} s to ${seconds.toFixed(2)} s is ${expected.toFixed(2)} s, and ${spent.toFixed(2)} s are accounted for`;
  }
  return undefined;
}
