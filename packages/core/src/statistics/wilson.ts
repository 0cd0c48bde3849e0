import { type Estimate, z95 } from './estimate.js';

/**
 * A proportion with its score interval (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927), which lies
 * within 0 and 1 also where none or all were successes.
 *
 * @param of at least 1
 */
export function wilson(successes: number, of: number): Estimate {
  const value = successes / of;
  const z2 = z95 ** 2;
  const centre = (value + z2 / (2 * of)) / (1 + z2 / of);
  const half = (z95 / (1 + z2 / of)) * Math.sqrt((value * (1 - value)) / of + z2 / (4 * of ** 2));
  return {
    value,
    low: successes === 0 ? 0 : centre - half,
    high: successes === of ? 1 : centre + half,
  };
}
