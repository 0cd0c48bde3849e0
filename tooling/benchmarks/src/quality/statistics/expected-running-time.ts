import { bootstrap } from './bootstrap.js';
import type { Interval } from './interval.js';

/** One try: evaluations until the target was reached, or all that were spent in vain. */
export interface Try {
  readonly evaluations: number;
  readonly success: boolean;
}

/**
 * The expected running time to a target if tries are repeated until one succeeds: evaluations of all tries ÷ successes; infinite without one (A. Auger
 * and N. Hansen, "Performance evaluation of an advanced local search evolutionary algorithm", CEC 2005; N. Hansen et al.,
 * arXiv:1603.08785, §3.2).
 */
export function expectedRunningTime(tries: readonly Try[]): number {
  const successes = tries.filter(({ success }) => success).length;
  return successes === 0
    ? Number.POSITIVE_INFINITY
    : tries.reduce((sum, { evaluations }) => sum + evaluations, 0) / successes;
}

/** Its bootstrap interval, 95 %: whole tries are drawn. */
export function runningTimeInterval(tries: readonly Try[]): Interval {
  if (tries.length === 0) return { low: 0, high: Number.POSITIVE_INFINITY };
  return bootstrap(random => expectedRunningTime(Array.from(tries, () => tries[random.integer(tries.length)] as Try)));
}
