import type { Random } from '../contracts/random.js';

/**
 * A normal number on the condition that it lies in [0, 1], exactly, by rejection (C. P. Robert, "Simulation of truncated normal variables",
 * Stat. Comput. 5, 121 (1995)): a narrow one of normal numbers, a wide one of uniform numbers. At least every third is accepted.
 *
 * @param mean from 0 to 1
 * @param deviation standard deviation before it was truncated, above 0
 */
export function truncatedNormal(mean: number, deviation: number, random: Pick<Random, 'uniform' | 'normal'>): number {
  for (;;) {
    if (deviation <= 1) {
      const x = mean + deviation * random.normal();
      if (x >= 0 && x <= 1) return x;
    } else {
      const x = random.uniform();
      const z = (x - mean) / deviation;
      if (random.uniform() < Math.exp(-0.5 * z * z)) return x;
    }
  }
}
