import { parametersFromBounds, searchSpace } from '@glompo/core';
import { expect, it } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import { Distribution } from './distribution.js';
import { fmin } from './fmin.js';
import { createModel } from './model.js';
import { Penalty } from './penalty.js';
import { Population } from './population.js';

const options = cmaesPlugin.parse({ boundary: 'penalty' });

/** Four candidates in the plane around `mean`, σ = 0.5 and C = I, in a box where a unit is the range. */
function generation(mean: readonly [number, number], values: readonly number[]) {
  const model = createModel(2, 4, options);
  const distribution = new Distribution(Float64Array.from(mean), Float64Array.of(0.5, 0.5), model);
  const population = new Population(model.kernel, { lambda: 4, n: 2, rows: 4 });
  population.y.set([0, 0, 1, 0, 0, 1, -1, -1]);
  population.values.set(values);
  return { distribution, population };
}
const space = searchSpace(
  parametersFromBounds([
    [0, 1],
    [0, 1],
  ]),
);
const how = { muEff: 1.5, u: new Float64Array(2) };

it('adds nothing before the mean has been outside', () => {
  const { distribution, population } = generation([0.9, 0.5], [1, 2, 3, 5]);
  new Penalty(space, 4).apply(population, distribution, how);
  expect([...population.values]).toEqual([1, 2, 3, 5]);
});

it('adds γ/n times the squared distance from the nearest point inside, γ by the interquartile range of the values', () => {
  const { distribution, population } = generation([1.2, 0.5], [1, 2, 3, 5]);
  const penalty = new Penalty(space, 4);
  penalty.apply(population, distribution, how);
  // The values at ranks 4/4 and 12/4 are 2 and 5: δ_fit = 3. γ = 2 · 3/(0.25 · 1), and every ξ is 1.
  const gamma = 24;
  expect(penalty.snapshot()).toEqual({ weights: Float64Array.of(gamma, gamma), spreads: Float64Array.of(3) });
  // At (1.2, 0.5), (1.7, 0.5), (1.2, 1.0) and (0.7, 0).
  const expected = [1 + (gamma / 2) * 0.04, 2 + (gamma / 2) * 0.49, 3 + (gamma / 2) * 0.04, 5];
  for (const [k, value] of expected.entries()) expect(population.values[k]).toBeCloseTo(value, 12);
});

it('takes a coordinate more seriously while the mean is far outside in it, and leaves failures alone', () => {
  const penalty = new Penalty(space, 4);
  const first = generation([1.2, 0.5], [1, 2, 3, 5]);
  penalty.apply(first.population, first.distribution, how);
  // 3 σ max(1, √2/1.5) = 1.5: from 2.5 on.
  for (const [mean, growth] of [
    [2.4, 1],
    [2.6, 1.1],
  ] as const) {
    const before = penalty.snapshot().weights[0] as number;
    const { distribution, population } = generation([mean, 0.5], [1, 2, Number.POSITIVE_INFINITY, 5]);
    penalty.apply(population, distribution, how);
    const { weights } = penalty.snapshot();
    expect(weights[0]).toBeCloseTo(before * growth, 12);
    expect(weights[1]).toBe(24);
    expect(population.values[2]).toBe(Number.POSITIVE_INFINITY);
  }
});

it('finds minima on bounds, exactly, and evaluates nothing outside', async () => {
  const seen: number[] = [];
  const { x, value } = await fmin(
    point => {
      seen.push(...point);
      return point.reduce((sum, xi, i) => sum + (xi + 1) ** 2 * 10 ** i, 0);
    },
    [2.5, 2.5, 2.5],
    {
      boundary: 'penalty',
      bounds: [
        [0, 5],
        [0, Number.POSITIVE_INFINITY],
        [-3, 5],
      ],
    },
  );
  expect([x[0], x[1]]).toEqual([0, 0]);
  expect(x[2]).toBeCloseTo(-1, 5);
  expect(value).toBeCloseTo(11, 9);
  expect(Math.min(...seen.filter((_, i) => i % 3 < 2))).toBe(0);
});
