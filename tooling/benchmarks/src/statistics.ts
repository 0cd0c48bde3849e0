import { createRandom } from '@glompo/core';

/** The middle of the values, of an even number the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return ((sorted[half] ?? Number.NaN) + (sorted[sorted.length - 1 - half] ?? Number.NaN)) / 2;
}

/** The slope of the least-squares line through the points. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (k: 0 | 1) => points.reduce((sum, point) => sum + point[k], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/** Resamples of a bootstrap: its limits are then good to about 1 % of their distance from the estimate. */
const resamples = 4_000;

/**
 * The upper limit of the ratio of two medians, a ÷ b: the quantile of its bootstrap distribution (Efron & Tibshirani, "An Introduction to the
 * Bootstrap", 1993, §13.3). The same for the same samples.
 */
export function ratioOfMediansUpTo(quantile: number, a: readonly number[], b: readonly number[]): number {
  const random = createRandom(1);
  const medianOf = (values: readonly number[]) =>
    median(Array.from(values, () => values[random.integer(values.length)] as number));
  const ratios = Array.from({ length: resamples }, () => medianOf(a) / medianOf(b)).sort((x, y) => x - y);
  return ratios[Math.ceil(quantile * resamples) - 1] as number;
}

/**
 * Fisher's exact test, one-sided: how likely so few successes of the first, or fewer, would be if both were equally likely to succeed.
 *
 * @param first successes, and how many tries there were
 */
export function fisherLess(first: readonly [number, number], second: readonly [number, number]): number {
  const [a, n] = first;
  const [b, m] = second;
  const successes = a + b;
  let sum = 0;
  for (let k = Math.max(0, successes - m); k <= a; k++)
    sum += Math.exp(logChoose(n, k) + logChoose(m, successes - k) - logChoose(n + m, successes));
  return Math.min(1, sum);
}

/** p values adjusted for their number (Holm, Scandinavian Journal of Statistics 6, 1979). */
export function holm(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((i, j) => (values[i] as number) - (values[j] as number));
  const adjusted: number[] = [];
  let before = 0;
  for (const [rank, i] of order.entries()) {
    before = Math.max(before, Math.min(1, (values.length - rank) * (values[i] as number)));
    adjusted[i] = before;
  }
  return adjusted;
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 0; i < k; i++) sum += Math.log((n - i) / (i + 1));
  return sum;
}
