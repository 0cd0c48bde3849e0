import { createRandom, type Optimizer, searchSpace } from '@glompo/core';
import { describe, expect, test } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import type { CmaesInput } from './options.js';
import { SymmetricEigen } from './shape/eigen.js';
import { unpackLower } from './shape/matrix.js';
import type { CmaesState, ShapeState } from './state.js';
import { strategyParameters } from './strategy-parameters.js';

const n = 5;
type Matrix = readonly (readonly number[])[];
const indices = Array.from({ length: n }, (_, i) => i);
const matrix = (element: (i: number, j: number) => number): Matrix => indices.map(i => indices.map(j => element(i, j)));
const times = (a: Matrix, v: readonly number[]) =>
  a.map(row => row.reduce((sum, x, j) => sum + x * (v[j] as number), 0));
const lengthOf = (v: readonly number[]) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));

/** C in full. */
function covarianceOf(shape: ShapeState): Matrix {
  if (shape.model === 'separable') return matrix((i, j) => (i === j ? (shape.variances[i] as number) : 0));
  if (shape.model === 'limited') throw new Error('it has none');
  const c = new Float64Array(n * n);
  unpackLower(shape.covariance, n, c);
  return matrix((i, j) => c[Math.min(i, j) * n + Math.max(i, j)] as number);
}

/** C^{−1/2} by B D⁻¹ Bᵀ. */
function inverseRoot(c: Matrix): Matrix {
  const d = new Float64Array(n);
  const b = new Float64Array(n * n);
  new SymmetricEigen(n).decompose(Float64Array.from(c.flat()), d, b);
  const at = (i: number, k: number) => b[k * n + i] as number;
  return matrix((i, j) => indices.reduce((sum, k) => sum + (at(i, k) * at(j, k)) / Math.sqrt(d[k] as number), 0));
}

/** The inverse of the Cholesky factor, column by column. */
function inverseFactor(c: Matrix): Matrix {
  const a = indices.map(() => new Array<number>(n).fill(0));
  for (const i of indices)
    for (let j = 0; j <= i; j++) {
      let rest = c[i]?.[j] as number;
      for (let k = 0; k < j; k++) rest -= (a[i]?.[k] as number) * (a[j]?.[k] as number);
      a[i]![j] = i === j ? Math.sqrt(rest) : rest / (a[j]?.[j] as number);
    }
  const columns = indices.map(j => {
    const x = new Array<number>(n).fill(0);
    for (const i of indices) {
      let rest = i === j ? 1 : 0;
      for (let k = 0; k < i; k++) rest -= (a[i]?.[k] as number) * (x[k] as number);
      x[i] = rest / (a[i]?.[i] as number);
    }
    return x;
  });
  return matrix((i, j) => columns[j]?.[i] as number);
}

interface Generation {
  readonly points: readonly Float64Array[];
  readonly values: readonly number[];
  readonly options: CmaesInput;
  readonly inverse: (c: Matrix) => Matrix;
}

/** Figure 6 of the tutorial, written down from it with matrices in full, C^{−1/2} y in place of z; equations in their order. */
function byTheTutorial(before: CmaesState['distribution'], { points, values, options, inverse }: Generation) {
  const { mean, sigma, pathSigma, pathC, updates } = before;
  const c = covarianceOf(before.shape);
  const lambda = points.length;
  const s = strategyParameters(n, lambda, { active: options.active ?? true, covariance: options.covariance ?? 'full' });
  const whitening = inverse(c);
  const y = values
    .map((value, k) => ({ value, k }))
    .sort((a, b) => a.value - b.value)
    .map(({ k }) => indices.map(i => ((points[k]?.[i] as number) - (mean[i] as number)) / sigma));
  const yw = indices.map(i =>
    y.slice(0, s.mu).reduce((sum, yk, k) => sum + (s.weights[k] as number) * (yk[i] as number), 0),
  );
  const zw = times(whitening, yw);
  const gain = (rate: number) => Math.sqrt(rate * (2 - rate) * s.muEff);
  const ps = indices.map(i => (1 - s.cSigma) * (pathSigma[i] as number) + gain(s.cSigma) * (zw[i] as number));
  const hSigma =
    lengthOf(ps) / Math.sqrt(1 - (1 - s.cSigma) ** (2 * (updates + 1))) < (1.4 + 2 / (n + 1)) * s.chiN ? 1 : 0;
  const pc = indices.map(i => (1 - s.cc) * (pathC[i] as number) + hSigma * gain(s.cc) * (yw[i] as number));
  const weights = y.map((yk, k) => {
    const w = s.weights[k] as number;
    return w >= 0 ? w : (w * n) / lengthOf(times(whitening, yk)) ** 2;
  });
  const decay = 1 + s.c1 * (1 - hSigma) * s.cc * (2 - s.cc) - s.c1 - s.cMu * s.weights.reduce((a, b) => a + b, 0);
  const isDiagonal = options.covariance === 'separable';
  return {
    mean: indices.map(i => (mean[i] as number) + sigma * (yw[i] as number)),
    sigma: sigma * Math.exp(Math.min(1, (s.cSigma / s.dSigma) * (lengthOf(ps) / s.chiN - 1))),
    pathSigma: ps,
    pathC: pc,
    covariance: matrix((i, j) => {
      if (isDiagonal && i !== j) return 0;
      const rankMu = y.reduce((sum, yk, k) => sum + (weights[k] as number) * (yk[i] as number) * (yk[j] as number), 0);
      return decay * (c[i]?.[j] as number) + s.c1 * (pc[i] as number) * (pc[j] as number) + s.cMu * rankMu;
    }),
    hSigma,
  };
}

describe.each<readonly [CmaesInput, (c: Matrix) => Matrix]>([
  [{ factor: 'symmetric' }, inverseRoot],
  [{}, inverseFactor],
  [{ active: false }, inverseFactor],
  [{ covariance: 'separable' }, inverseRoot],
  [{ populationSize: 70 }, inverseFactor],
])('an update with %j', (options, inverse) => {
  test('is that of the tutorial, whether the path of C takes part or not', () => {
    const free = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
    const optimizer = cmaesPlugin.create(
      {
        space: searchSpace(indices.map(i => ({ kind: 'real', name: `x${i}`, ...free }))),
        start: { point: Float64Array.from(indices, i => 30 + i) },
        random: createRandom(4),
      },
      cmaesPlugin.parse({ sigma: 0.1, ...options }),
    ) as Optimizer<CmaesState>;
    const seen = new Set<number>();
    for (let generation = 0; generation < 60; generation++) {
      const before = optimizer.snapshot().distribution;
      const points = optimizer.ask(1_000).map(({ x }) => x);
      const values = points.map(x => x.reduce((sum, xi, i) => sum + 10 ** i * (xi - i) ** 2, 0));
      optimizer.tell(
        points.map(x => ({ x })),
        values.map(value => ({ value })),
      );
      const after = optimizer.snapshot().distribution;
      const expected = byTheTutorial(before, { points, values, options, inverse });
      seen.add(expected.hSigma);
      expect(after.sigma / expected.sigma).toBeCloseTo(1, 9);
      const covariance = covarianceOf(after.shape);
      for (const i of indices) {
        expect(after.mean[i]).toBeCloseTo(expected.mean[i] as number, 9);
        expect(after.pathSigma[i]).toBeCloseTo(expected.pathSigma[i] as number, 7);
        expect(after.pathC[i]).toBeCloseTo(expected.pathC[i] as number, 7);
        for (const j of indices) expect(covariance[i]?.[j]).toBeCloseTo(expected.covariance[i]?.[j] as number, 7);
      }
    }
    expect(seen).toEqual(new Set([0, 1]));
  });
});
