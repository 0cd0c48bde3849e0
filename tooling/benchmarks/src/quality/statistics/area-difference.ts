import { bootstrap, resampledSum } from './bootstrap.js';
import type { Interval } from './interval.js';

/** One value per run of a problem for each of two methods: shares of the area under the runtime distribution. */
export interface Stratum {
  readonly first: readonly number[];
  readonly second: readonly number[];
}

/** The mean over the problems of the difference of the means, first − second. */
export function areaDifference(strata: readonly Stratum[]): number {
  return mean(strata.map(({ first, second }) => mean(first) - mean(second)));
}

/**
 * Its interval by the stratified bootstrap, 95 % (Efron & Tibshirani 1993, §8.4): runs are drawn anew within each problem and method, the problems stay
 * what they are. So it speaks of these problems, and not of others that might have been chosen.
 */
export function areaDifferenceInterval(strata: readonly Stratum[]): Interval {
  return bootstrap(random => {
    let sum = 0;
    for (const { first, second } of strata)
      sum += resampledSum(first, random) / first.length - resampledSum(second, random) / second.length;
    return sum / strata.length;
  });
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
