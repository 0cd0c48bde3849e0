import { createRandom, type Random } from '@glompo/core';
import type { Interval } from './interval.js';
import { quantileOfSorted } from './quantile.js';

/** Resamples: limits are then good to about 2 % of their distance from the estimate. */
const resamples = 2_000;

/**
 * The percentile interval, 95 %, of a statistic by the bootstrap (B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap", 1993, §13.3).
 * The same for the same samples. A statistic that is infinite for more than 2.5 % of the resamples has an infinite limit.
 *
 * @param statistic of one resample; draws it by the random numbers that it is given
 */
export function bootstrap(statistic: (random: Random) => number): Interval {
  const random = createRandom(1);
  const drawn = Float64Array.from({ length: resamples }, () => statistic(random)).sort();
  return { low: quantileOfSorted(drawn, 0.025), high: quantileOfSorted(drawn, 0.975) };
}

/** As many of the values, drawn with replacement, summed. */
export function resampledSum(values: ArrayLike<number>, random: Random): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[random.integer(values.length)] as number;
  return sum;
}
