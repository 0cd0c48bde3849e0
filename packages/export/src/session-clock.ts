import type { EventOf, Moment, RecordedSession } from '@glompo/core';

/**
 * The date and time of moments of a study, from when its sessions began. A session in which the study did not begin makes it uncertain
 * which ones these are: then no time is known.
 */
export function clockOf(
  begun: readonly EventOf<'study-started'>[],
  sessions: readonly RecordedSession[],
): (moment: Pick<Moment, 'event' | 'seconds'>) => string | undefined {
  if (begun.length !== sessions.length) return () => undefined;
  return ({ event, seconds }) => {
    const at = begun.findLastIndex(({ number }) => number <= event);
    const from = Date.parse(sessions[Math.max(0, at)]?.startedAt ?? '');
    const time = new Date(from + 1000 * (seconds - (begun[at]?.seconds ?? 0)));
    return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
  };
}
