import { expect, test } from 'vitest';
import { box, lbfgs, minimize } from './index.js';

test('runs that go downhill from anywhere find every minimum of Rastrigin’s function, and each is told once', async () => {
  const rastrigin = (x: Float64Array) => x.reduce((sum, v) => sum + 10 + v * v - 10 * Math.cos(2 * Math.PI * v), 0);
  const { minima } = await minimize(rastrigin, {
    bounds: box(2, -5.12, 5.12),
    optimizers: lbfgs(),
    hunters: 'none',
    seed: 1,
    slots: 1,
    maxEvaluations: 60_000,
  });
  expect(minima.runs).toBeGreaterThan(1000);
  // 11 of each parameter, near whole numbers.
  const places = minima.found.map(({ point }) => [...point].map(x => Math.round(x)).join());
  expect(new Set(places).size).toBe(121);
  expect(places).toHaveLength(121);
  expect(minima.found[0]?.value).toBeLessThan(1e-9);
  expect(minima.unseen?.nextIsNew).toBeLessThan(0.01);
  expect(minima.unseen?.expected).toBeGreaterThan(121);
});
