import { createStudy, inline } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import type { IntegerParameter, Parameter } from '@glompo/core/plugin';
import { optimizerFactory, parametersFromBounds, searchSpace } from '@glompo/core/plugin';
import { cmaes, fmin } from '@glompo/optimizer-cmaes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import { Distribution } from './distribution.js';
import { Margin } from './margin.js';
import { createModel } from './model.js';
import { normalAbove, normalQuantile } from './normal.js';

it('knows the normal distribution', () => {
  // Abramowitz & Stegun, table 26.1, and 26.2 for the tail.
  for (const [z, above] of [
    [0, 0.5],
    [0.5, 0.30853753872598694],
    [1, 0.15865525393145707],
    [3, 1.3498980316300957e-3],
    [6, 9.865876450376946e-10],
  ] as const) {
    expect(normalAbove(z) / above).toBeCloseTo(1, 11);
    expect(normalAbove(-z)).toBeCloseTo(1 - above, 14);
    expect(normalQuantile(1 - above)).toBeCloseTo(z, 6);
  }
  for (const at of [2.999999, 3.000001]) expect(normalAbove(at) / 1.3498980316300957e-3).toBeCloseTo(1, 5);
});

describe('the margin', () => {
  const integer = (low: number, high: number): IntegerParameter => ({ kind: 'integer', name: 'k', low, high });
  const lambda = 6;
  const alpha = 1 / (2 * lambda);

  /** The distribution of one integer, and a real coordinate, after the margin was kept. */
  function kept(parameter: Parameter, mean: number, deviation: number) {
    const real: Parameter = { kind: 'real', name: 'x', low: 0, high: 1 };
    const model = createModel(2, lambda, cmaesPlugin.parse({}));
    const distribution = new Distribution(Float64Array.of(mean, 0.5), Float64Array.of(deviation, deviation), model);
    new Margin(searchSpace([parameter, real]), lambda).correct(distribution);
    const { mean: after, sigma, scale, widths } = distribution;
    expect(after[1]).toBe(0.5);
    expect(widths[1]).toBe(1);
    return { mean: after[0] as number, deviation: sigma * (scale[0] as number) * (widths[0] as number) };
  }
  const cases = fc.record({
    low: fc.integer({ min: -5, max: 5 }),
    count: fc.integer({ min: 2, max: 9 }),
    mean: fc.integer({ min: -100, max: 1100 }).map(k => k / 1000),
    deviation: fc.constantFrom(1e-9, 1e-3, 0.01, 0.05, 0.3, 2),
  });

  it('lets every neighbour of the mean’s number be drawn often enough, and changes nothing where that is so', () => {
    fc.assert(
      fc.property(cases, ({ low, count, mean, deviation }) => {
        const after = kept(integer(low, low + count - 1), mean, deviation);
        const below = (threshold: number) => normalAbove((after.mean - threshold) / after.deviation);
        const cell = Math.min(count - 1, Math.max(0, Math.ceil(after.mean * count) - 1));
        const [from, to] = [cell / count, (cell + 1) / count];
        const [down, up] = [below(from), 1 - below(to)];
        const tolerance = 1 + 1e-6;
        if (cell === 0) expect(up * tolerance).toBeGreaterThanOrEqual(alpha);
        else if (cell === count - 1) expect(down * tolerance).toBeGreaterThanOrEqual(alpha);
        else expect(Math.min(down, up) * tolerance).toBeGreaterThanOrEqual(alpha / 2);
        expect(kept(integer(low, low + count - 1), after.mean, after.deviation).mean).toBeCloseTo(after.mean, 6);
      }),
      { numRuns: 500 },
    );
  });

  it('knows integers without bounds', () => {
    const free = integer(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    const { mean, deviation } = kept(free, 7, 1e-6);
    expect(mean).toBeCloseTo(7, 9);
    // Half of α on each side of [6.5, 7.5].
    expect(0.5 / deviation).toBeCloseTo(normalQuantile(1 - alpha / 2), 9);
    expect(kept(integer(7, Number.POSITIVE_INFINITY), 7, 1e-6).mean).toBeCloseTo(7.5, 5);
  });
});

describe('integers', () => {
  it('are found where a plateau would end the search without a margin, and are whole at every trial', async () => {
    const n = 10;
    const integers = [6, 7, 8, 9, 10];
    for (const seed of [1, 2, 3]) {
      const seen: number[] = [];
      const { value } = await fmin(
        x => {
          seen.push(...x.subarray(5));
          return x.reduce((sum, xi, i) => sum + (1000 ** (i / (n - 1)) * xi) ** 2, 0);
        },
        new Array(n).fill(3),
        { bounds: new Array(n).fill([-10, 10]), integers, sigma: 0.25, seed, target: 1e-10, maxEvaluations: 2e4 },
      );
      expect(value).toBeLessThanOrEqual(1e-10);
      expect(seen.every(xi => Number.isInteger(xi) && Math.abs(xi) <= 10 && !Object.is(xi, -0))).toBe(true);
    }
  });

  const task = {
    parameters: [
      { kind: 'integer', name: 'layers', low: 1, high: 8 },
      ...parametersFromBounds([[0, 1]]).map(p => ({ ...p, name: 'rate' })),
    ] as Parameter[],
    evaluate: ([layers = 0, rate = 0]: Float64Array) => (layers - 5) ** 2 + (rate - 0.25) ** 2,
  };
  const run = (optimizer: ReturnType<typeof cmaes>) =>
    createStudy({
      task,
      optimizers: [optimizer],
      backend: inline(),
      slots: 1,
      seed: 3,
      stop: maxEvaluations(600),
    }).run();

  it('are parameters of a study, for optimizers that know them', async () => {
    const { point } = await run(cmaes());
    expect(point?.[0]).toBe(5);
    expect(point?.[1]).toBeCloseTo(0.25, 2);
  });

  it('are refused before a study begins by those that do not', async () => {
    const traits = { asynchronous: false, kinds: ['real'] } as const;
    const reals = optimizerFactory({ ...cmaesPlugin, name: 'reals', traits, traitsOf: () => traits });
    await expect(run(reals())).rejects.toThrow(/parameter "layers" is of kind "integer", which optimizer "reals"/);
  });
});
