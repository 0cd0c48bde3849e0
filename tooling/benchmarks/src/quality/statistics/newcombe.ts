import type { Interval } from './interval.js';
import { wilson } from './wilson.js';

/** Successes, and of how many tries. */
export type Proportion = readonly [successes: number, of: number];

/**
 * The hybrid score interval of the difference of two independent proportions, first − second, 95 % two-sided (R. G. Newcombe, "Interval
 * estimation for the difference between independent proportions: comparison of eleven methods", Statistics in Medicine 17, 1998,
 * method 10): made of the two Wilson intervals. It keeps its coverage near 0 and 1, where the usual one has none.
 */
export function newcombe([a, n]: Proportion, [b, m]: Proportion): Interval {
  const [first, second] = [wilson(a, n), wilson(b, m)];
  const [p, q] = [a / n, b / m];
  return {
    low: p - q - Math.hypot(p - first.low, second.high - q),
    high: p - q + Math.hypot(first.high - p, q - second.low),
  };
}
