import { type Estimate, z95 } from './estimate.js';

/**
 * A mean with Student's interval (W. S. Gosset, "The probable error of a mean", Biometrika 6, 1908).
 *
 * @param n how many numbers there were, at least 6
 * @param sum of them
 * @param squares the sum of their squares
 */
export function meanInterval(n: number, sum: number, squares: number): Estimate {
  const value = sum / n;
  const variance = Math.max(0, squares - n * value ** 2) / (n - 1);
  const half = t95(n - 1) * Math.sqrt(variance / n);
  return { value, low: value - half, high: value + half };
}

/** The quantile of Student's distribution, to 0.003 from 5 degrees of freedom on: M. Abramowitz and I. A. Stegun, 26.7.5. */
function t95(freedom: number): number {
  const z = z95;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return terms.reduce((sum, term, i) => sum + term / freedom ** (i + 1), z);
}
