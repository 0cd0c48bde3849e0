import { expect, it } from 'vitest';
import { fmin } from './fmin.js';

it('solves Rastrigin’s function with a default population, which fixed rates do not', async () => {
  const rastrigin = (x: Float64Array) =>
    10 * x.length + x.reduce((sum, xi) => sum + xi * xi - 10 * Math.cos(2 * Math.PI * xi), 0);
  const solved = async (learningRates: 'fixed' | 'adapted') => {
    let count = 0;
    for (const seed of [1, 2, 3, 4, 5]) {
      const start = new Array(10).fill(3);
      const { value } = await fmin(rastrigin, start, { sigma: 2, learningRates, seed, target: 1e-3 });
      if (value <= 1e-3) count++;
    }
    return count;
  };
  expect(await solved('fixed')).toBe(0);
  expect(await solved('adapted')).toBe(5);
});
