import { createRandom, type Optimizer, type Reason, searchSpace } from '@glompo/core';
import { describe, expect, it } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import { Distribution } from './distribution.js';
import { createModel } from './model.js';
import type { CmaesInput } from './options.js';
import { cmaesOptions } from './options.js';
import { findStop } from './stop-conditions.js';

const infinite = Number.POSITIVE_INFINITY;
/** Every stop off, so that a test turns on the one it is about. */
const off: CmaesInput = {
  tolFun: 0,
  tolFunHist: 0,
  tolX: 0,
  tolFacUpX: infinite,
  tolUpSigma: infinite,
  tolConditionCov: infinite,
  tolStagnation: 1e9,
  tolFlatFitness: 1e9,
  maxFailedGenerations: 1e9,
};

interface Problem {
  readonly n?: number;
  readonly bound?: number;
  readonly start?: number;
  readonly f: (x: Float64Array) => number;
}

function create({ n = 4, bound = infinite, start = 3 }: Problem, options: CmaesInput): Optimizer {
  const space = searchSpace(
    Array.from({ length: n }, (_, i) => ({ kind: 'real', name: `x${i}`, low: -bound, high: bound })),
  );
  const point = new Float64Array(n).fill(start);
  return cmaesPlugin.create({ space, start: { point }, random: createRandom(11) }, cmaesPlugin.parse(options));
}

/** Runs to the stop; fails where a point is not finite, or no stop comes. */
function stopOf(problem: Problem, options: CmaesInput): Reason & { data: Record<string, number | string> } {
  const optimizer = create(problem, options);
  for (let generation = 0; generation < 30_000; generation++) {
    const proposals = optimizer.ask(1000);
    for (const { x } of proposals) if (!x.every(Number.isFinite)) throw new Error(`a point has ${x}`);
    optimizer.tell(
      proposals,
      proposals.map(({ x }) => ({ value: problem.f(x) })),
    );
    if (optimizer.stop !== undefined) return optimizer.stop as never;
  }
  throw new Error('no stop within 30,000 generations');
}

const sphere = (x: Float64Array) => x.reduce((sum, xi) => sum + xi * xi, 0);
const ellipsoid = (decades: number) => (x: Float64Array) =>
  x.reduce((sum, xi, i) => sum + 10 ** ((decades * i) / (x.length - 1)) * xi * xi, 0);
// Deterministic, and without relation to x.
const noise = (x: Float64Array) => {
  const s = Math.sin(x.reduce((sum, xi, i) => sum + xi * (12.9898 + i), 0)) * 43758.5453;
  return s - Math.floor(s);
};

describe('cmaes stops', () => {
  it('by tolFun when values and history have come together', () => {
    const { by, message, data } = stopOf({ f: sphere }, { ...off, tolFun: 1e-11 });
    expect(by).toBe('cmaes');
    expect(data.condition).toBe('tolFun');
    expect(data.valueRange).toBeLessThan(1e-11);
    expect(data.bestRange).toBeLessThan(1e-11);
    expect(message).toMatch(/^tolFun: the values of the generation lie within .*, below 1e-11$/);
  });

  it('by tolFunHist when the best values have come together', () => {
    const { data } = stopOf({ f: x => Math.round(sphere(x) * 10) + 1e-14 * sphere(x) }, { ...off, tolFunHist: 1e-12 });
    expect(data.condition).toBe('tolFunHist');
    expect(data.bestRange).toBeLessThan(1e-12);
  });

  it('by tolX when the distribution has shrunk, in the units of its beginning', () => {
    for (const sigma of [1e-3, 100]) {
      const { data } = stopOf({ f: sphere }, { ...off, sigma, tolX: 1e-6 });
      expect(data.condition).toBe('tolX');
      expect(data.deviation).toBeLessThan(1e-6);
      expect(data.deviation).toBeGreaterThan(1e-7);
    }
  });

  it('by tolFacUpX when it began far too small', () => {
    const { data } = stopOf({ f: sphere, start: 1e5 }, { ...off, sigma: 1e-3, tolFacUpX: 1e3 });
    expect(data).toMatchObject({ condition: 'tolFacUpX', limit: 1e3 });
    expect(data.factor).toBeGreaterThan(1e3);
  });

  it('by tolUpSigma when sigma grows and the covariance does not follow', () => {
    const { data } = stopOf({ f: x => x[0] as number }, { ...off, tolUpSigma: 1e3 });
    expect(data.condition).toBe('tolUpSigma');
    expect(data.factor).toBeGreaterThan(1e3);
  });

  it('by tolConditionCov when the problem is too ill-conditioned', () => {
    const { data } = stopOf({ f: ellipsoid(8) }, { ...off, tolConditionCov: 1e6 });
    expect(data).toMatchObject({ condition: 'tolConditionCov', limit: 1e6 });
    expect(data.conditionNumber).toBeGreaterThan(1e6);
  });

  it('by flatFitness on a constant function', () => {
    const { data } = stopOf({ f: () => 7 }, { ...off, tolFlatFitness: 4 });
    expect(data).toEqual({ condition: 'flatFitness', generations: 5, limit: 4 });
  });

  it('by noEffectCoord or noEffectAxis when the steps drown in the mean', () => {
    const f = (x: Float64Array) => x.reduce((sum, xi) => sum + Math.abs(xi - 1e4) ** 0.1, 0);
    const { data } = stopOf({ f, start: 1e4 + 1 }, { ...off });
    expect(['noEffectCoord', 'noEffectAxis', 'flatFitness']).toContain(data.condition);
    expect(data.deviation).toBeLessThan(1e-10);
  });

  it('by noEffectCoord where the mean of one coordinate is too large for its steps, by its number', () => {
    const near = create({ start: 0, f: sphere }, { ...off, sigma: 1e-3 });
    const space = searchSpace(
      [0, 1].map(i => ({ kind: 'real', name: `x${i}`, low: Number.NEGATIVE_INFINITY, high: infinite })),
    );
    const context = { space, start: { point: Float64Array.of(1e16, 0) }, random: createRandom(1) };
    const far = cmaesPlugin.create(context, cmaesPlugin.parse({ ...off, sigma: 1e-3 }));
    for (const each of [near, far]) {
      const proposals = each.ask(1000);
      each.tell(
        proposals,
        proposals.map(({ x }) => ({ value: sphere(x) })),
      );
    }
    expect(near.stop).toBeUndefined();
    // The axis that is looked at after the first generation is that of the second coordinate, which has room.
    expect(far.stop?.data).toMatchObject({ condition: 'noEffectCoord', coordinate: 0 });
    expect(far.stop?.message).toMatch(/coordinate 1 no longer changes the mean/);
  });

  it('by noEffectAxis where all coordinates are too large for a step along one', () => {
    const { data } = stopOf({ f: sphere, n: 1, start: 1e16 }, { ...off, sigma: 1e-3 });
    expect(data).toMatchObject({ condition: 'noEffectAxis', axis: 0 });
  });

  it('by overflow where steps grow beyond what numbers can hold', () => {
    const { data } = stopOf({ f: x => x[0] as number, n: 1 }, off);
    expect(data).toMatchObject({ condition: 'overflow', limit: 1e150 });
    expect(data.deviation).toBeGreaterThan(1e150);
  });

  it('by notPositiveDefinite, whatever else holds', () => {
    const model = createModel(2, 4, cmaesPlugin.parse(off));
    const view = {
      generation: 1,
      distribution: new Distribution(new Float64Array(2), Float64Array.of(1, 1), model),
      room: new Float64Array(2),
      valueRange: 1,
      bestRange: 1,
      bestCount: 1,
      flatGenerations: 0,
      failedGenerations: 0,
      stagnation: undefined,
    };
    expect(findStop({ ...view, definite: true }, cmaesPlugin.parse(off))).toBeUndefined();
    expect(findStop({ ...view, definite: false }, cmaesPlugin.parse({}))?.data).toEqual({
      condition: 'notPositiveDefinite',
    });
  });

  it('by tolStagnation on noise', () => {
    const { data } = stopOf({ f: noise, bound: 5 }, { ...off, tolStagnation: 60 });
    expect(data.condition).toBe('tolStagnation');
    expect(data.generations).toBeGreaterThanOrEqual(60);
  });

  it('by maxGenerations', () => {
    const { data } = stopOf({ f: sphere }, { ...off, maxGenerations: 7 });
    expect(data).toEqual({ condition: 'maxGenerations', generation: 7, limit: 7 });
  });
});

const odd: readonly (readonly [string, Problem, RegExp])[] = [
  ['constant', { f: () => 1 }, /flatFitness/],
  ['infinite everywhere', { f: () => infinite }, /maxFailedGenerations/],
  ['NaN everywhere', { f: () => Number.NaN }, /maxFailedGenerations/],
  ['NaN in half the space', { f: x => ((x[0] as number) < 0 ? Number.NaN : sphere(x)) }, /tolFun/],
  ['discontinuous at the optimum', { f: x => (sphere(x) === 0 ? 0 : 1 + sphere(x)) }, /tolFun/],
  ['of magnitude 1e-300', { f: x => 1e-300 * sphere(x) }, /tolFun/],
  ['of magnitude 1e300', { f: x => 1e300 * sphere(x) }, /tolFun|tolX|noEffect|flatFitness/],
  ['unbounded below', { f: x => (x[0] as number) ** 3 }, /tolFacUpX/],
  ['unbounded below, within huge bounds', { f: x => x[0] as number, bound: 1e308 }, /tol|noEffect|flat/],
  ['a staircase', { f: x => Math.floor(sphere(x)) }, /flatFitness|tolFun/],
  ['one-dimensional', { f: sphere, n: 1 }, /tolFun/],
  ['linear in a box', { f: x => x.reduce((s, v) => s + v, 0), bound: 5 }, /tolFun|noEffect/],
];

describe('with default options cmaes comes to a sensible stop', () => {
  it.each(odd)('on a function that is %s', (_, problem, expected) => {
    const { message, data } = stopOf(problem, { sigma: 0.5 });
    expect(data.condition).toMatch(expected);
    expect(message.startsWith(`${data.condition}: `)).toBe(true);
  });

  it.each<CmaesInput>([
    { boundary: 'penalty' },
    { learningRates: 'adapted', maxGenerations: 2_000 },
    { factor: 'symmetric', mirrored: true },
    { covariance: 'separable', elitist: true },
    { covariance: 'limited', populationSize: 2 },
    { restarts: 'bipop', maxRestarts: 1 },
  ])('and so it does with %j, whatever the function', options => {
    for (const [, problem] of odd) {
      const bound = problem.bound ?? 10;
      expect(stopOf({ ...problem, bound }, { sigma: 0.5, ...options }).data.condition).toMatch(/^\w+$/);
    }
  });

  it('even with every tolerance off', () => {
    for (const f of [(x: Float64Array) => x[0] as number, sphere, ellipsoid(12)]) {
      expect(stopOf({ f }, off).data.condition).toMatch(/overflow|noEffect|notPositiveDefinite/);
    }
  });
});

it('every option is described', () => {
  for (const option of Object.values(cmaesOptions)) expect(option.description.length).toBeGreaterThan(20);
});
