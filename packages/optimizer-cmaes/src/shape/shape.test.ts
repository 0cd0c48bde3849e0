import { createRandom } from '@glompo/core';
import { describe, expect, test } from 'vitest';
import cmaesPlugin from '../cmaes.plugin.js';
import { createModel } from '../model.js';
import type { CmaesInput } from '../options.js';
import { Population } from '../population.js';
import { strategyParameters } from '../strategy-parameters.js';
import { SymmetricEigen } from './eigen.js';
import { unpackLower } from './matrix.js';
import type { Shape } from './shape.js';

const models: readonly (readonly [string, CmaesInput])[] = [
  ['cholesky', {}],
  ['symmetric', { factor: 'symmetric' }],
  ['separable', { covariance: 'separable' }],
  ['limited', { covariance: 'limited' }],
];

/** A shape after so many generations on an ellipsoid with these axes, from the same draws. */
function adapted(n: number, input: CmaesInput, generations: number) {
  const options = cmaesPlugin.parse(input);
  const random = createRandom(5);
  const lambda = 12;
  const { kernel, shape, pathC } = createModel(n, lambda, options);
  const population = new Population(kernel, { lambda, n, rows: lambda });
  const strategy = strategyParameters(n, lambda, options);
  const stepZ = new Float64Array(n);
  for (let generation = 0; generation < generations; generation++) {
    for (let i = 0; i < population.z.length; i++) population.z[i] = random.normal();
    shape.transform(population, 0);
    for (let k = 0; k < lambda; k++) {
      const row = (rows: Float64Array) => rows.subarray(k * n, (k + 1) * n);
      population.values[k] = row(population.y).reduce((sum, y, i) => sum + 100 ** (i / n) * y * y, 0);
      population.squaredLengths[k] = row(population.z).reduce((sum, z) => sum + z * z, 0);
    }
    population.rank();
    for (let i = 0; i < n; i++) {
      pathC[i] = random.normal() / 3;
      stepZ[i] = random.normal() / 3;
    }
    shape.adapt({ population, strategy, hSigma: 1, pathC, stepZ });
    expect(shape.refresh()).toBe(true);
  }
  return { shape, population };
}

describe.each(models)('the %s model', (name, input) => {
  test.each([1, 2, 7, 19])('turns draws into steps, and steps back into draws: n = %i', n => {
    const { shape, population } = adapted(n, input, 20);
    const random = createRandom(9);
    for (let i = 0; i < population.z.length; i++) population.z[i] = random.normal();
    const before = population.z.slice();
    shape.transform(population, 3);
    const z = new Float64Array(n);
    for (let k = 3; k < population.lambda; k++) {
      shape.whiten(population.y.slice(k * n, (k + 1) * n), z);
      for (let i = 0; i < n; i++) expect(z[i]).toBeCloseTo(before[k * n + i] as number, 9);
    }
  });

  test('goes on the same from a snapshot', () => {
    const n = 9;
    const { shape, population } = adapted(n, input, 15);
    const copy = createModel(n, 12, cmaesPlugin.parse(input)).shape;
    copy.restore(structuredClone(shape.snapshot(false)));
    const other = new Population(createModel(n, 12, cmaesPlugin.parse(input)).kernel, { lambda: 12, n, rows: 12 });
    other.z.set(population.z);
    if (name !== 'cholesky') {
      copy.transform(other, 0);
      shape.transform(population, 0);
      expect(other.y).toEqual(population.y);
    }
    expect(copy.snapshot(false)).toEqual(shape.snapshot(false));
    expect([copy.longest, copy.shortest]).toEqual([shape.longest, shape.shortest]);
    expect(Array.from({ length: n }, (_, i) => copy.deviation(i))).toEqual(
      Array.from({ length: n }, (_, i) => shape.deviation(i)),
    );
  });
});

test('the full models learn the same covariance from the same steps', () => {
  const covariance = (shape: Shape) => {
    const state = shape.snapshot(false);
    if (!('covariance' in state)) throw new Error('a full model has one');
    return state.covariance;
  };
  // Of one generation: from then on, the same draws are other steps.
  const [cholesky, symmetric] = [{}, { factor: 'symmetric' } as const].map(input => adapted(6, input, 1).shape);
  for (const [i, c] of covariance(cholesky as Shape).entries())
    expect(covariance(symmetric as Shape)[i]).toBeCloseTo(c, 14);
});

test('the longest and the shortest axis are followed, from inside', () => {
  const n = 30;
  const { shape } = adapted(n, {}, 300);
  const { covariance } = shape.snapshot(false) as { readonly covariance: Float64Array };
  const c = new Float64Array(n * n);
  unpackLower(covariance, n, c);
  const eigenvalues = new Float64Array(n);
  new SymmetricEigen(n).decompose(c, eigenvalues, new Float64Array(n * n));
  eigenvalues.sort();
  const [shortest, longest] = [Math.sqrt(eigenvalues[0] as number), Math.sqrt(eigenvalues[n - 1] as number)];
  expect(longest / shortest).toBeGreaterThan(2);
  expect(shape.longest / longest).toBeGreaterThan(0.9);
  expect(shape.longest / longest).toBeLessThanOrEqual(1 + 1e-12);
  expect(shape.shortest / shortest).toBeLessThan(1.1);
  expect(shape.shortest / shortest).toBeGreaterThanOrEqual(1 - 1e-12);
});
