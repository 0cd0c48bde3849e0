import { type Interval, z95 } from './interval.js';

/**
 * The score interval of a proportion, 95 % (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927).
 * It lies within 0 and 1, also for no or only successes.
 */
export function wilson(successes: number, of: number): Interval {
  if (of === 0) return { low: 0, high: 1 };
  const p = successes / of;
  const z2 = z95 * z95;
  const middle = 2 * of * p + z2;
  const half = z95 * Math.sqrt(z2 + 4 * of * p * (1 - p));
  const scale = 2 * (of + z2);
  return {
    low: successes === 0 ? 0 : (middle - half) / scale,
    high: successes === of ? 1 : (middle + half) / scale,
  };
}
