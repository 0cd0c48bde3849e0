import { createRandom, type Optimizer, searchSpace } from '@glompo/core';
import { describe, expect, it } from 'vitest';
import { smoothBoundary } from './boundary.js';
import cmaesPlugin from './cmaes.plugin.js';
import { Distribution } from './distribution.js';
import { enterInjections, InjectionQueue } from './injection.js';
import { createModel } from './model.js';
import { Population } from './population.js';
import type { CmaesState } from './state.js';

const space = (n: number) =>
  searchSpace(Array.from({ length: n }, (_, i) => ({ kind: 'real', name: `x${i}`, low: -10, high: 10 })));
const create = (n: number, seed: number, state?: CmaesState): Optimizer<CmaesState> =>
  cmaesPlugin.create(
    { space: space(n), start: { point: new Float64Array(n).fill(5) }, random: createRandom(seed) },
    cmaesPlugin.parse({ sigma: 0.1 }),
    state,
  ) as Optimizer<CmaesState>;
const sphere = (x: Float64Array) => x.reduce((sum, xi) => sum + xi * xi, 0);

function generation(optimizer: Optimizer<CmaesState>, f = sphere): number {
  const proposals = optimizer.ask(1000);
  if (proposals.length === 0) throw new Error('nothing is outstanding, and nothing is asked for');
  optimizer.tell(
    proposals,
    proposals.map(({ x }) => ({ value: f(x) })),
  );
  return proposals.length;
}

describe('an injected point', () => {
  it('takes the place of one evaluation in the next generation, not in the one that has begun', () => {
    const optimizer = create(10, 1);
    const begun = optimizer.ask(3);
    optimizer.inject?.(new Float64Array(10), 0);
    const rest = optimizer.ask(100);
    expect(begun.length + rest.length).toBe(10);
    const all = [...begun, ...rest];
    optimizer.tell(
      all,
      all.map(({ x }) => ({ value: sphere(x) })),
    );
    expect(generation(optimizer)).toBe(9);
    expect(generation(optimizer)).toBe(10);
  });

  it('only says in which direction a point is tried where it is to nudge', () => {
    const n = 10;
    const optimizer = cmaesPlugin.create(
      { space: space(n), start: { point: new Float64Array(n).fill(5) }, random: createRandom(1) },
      cmaesPlugin.parse({ sigma: 0.1, injection: 'nudged' }),
    ) as Optimizer<CmaesState>;
    optimizer.inject?.(new Float64Array(n).fill(-5), 0);
    const state = optimizer.snapshot();
    const proposals = optimizer.ask(100);
    expect(proposals).toHaveLength(10);
    // From 5 towards −5, as far as a long step with deviations of 2 reaches.
    const [x] = proposals.slice(-1).map(proposal => [...proposal.x]);
    const length = Math.sqrt(n) + (2 * n) / (n + 2);
    for (const xi of x as number[]) expect(xi).toBeCloseTo(5 - (2 * length) / Math.sqrt(n), 9);
    const restored = cmaesPlugin.create(
      { space: space(n), start: { point: new Float64Array(n) }, random: createRandom(9) },
      cmaesPlugin.parse({ sigma: 0.1, injection: 'nudged' }),
      optimizer.snapshot(),
    );
    expect(restored.ask(100)).toEqual(proposals);
    expect(optimizer.snapshot()).not.toEqual(state);
  });

  it('takes part as it is told, whatever the option says, also after a snapshot', () => {
    const far = new Float64Array(10).fill(-5);
    const asked = (injection: 'exact' | 'nudged', how?: 'exact' | 'nudged') => {
      const optimizer = cmaesPlugin.create(
        { space: space(10), start: { point: new Float64Array(10).fill(5) }, random: createRandom(1) },
        cmaesPlugin.parse({ sigma: 0.1, injection }),
      ) as Optimizer<CmaesState>;
      optimizer.inject?.(far, 0, how);
      const restored = cmaesPlugin.create(
        { space: space(10), start: { point: new Float64Array(10) }, random: createRandom(2) },
        cmaesPlugin.parse({ sigma: 0.1, injection }),
        structuredClone(optimizer.snapshot()),
      ) as Optimizer<CmaesState>;
      const points = optimizer.ask(100);
      expect(restored.ask(100)).toEqual(points);
      return points;
    };
    // With its value it takes the place of an evaluation; as a nudge it is the direction of one.
    expect(asked('exact', 'exact')).toHaveLength(9);
    expect(asked('exact', 'nudged')).toEqual(asked('nudged'));
    expect(asked('nudged', 'exact')).toEqual(asked('exact'));
  });

  it('pulls the mean towards itself, no farther than a clipped step', () => {
    const n = 4;
    const pull = (value: number) => {
      const optimizer = create(n, 3);
      optimizer.inject?.(new Float64Array(n).fill(-9), value);
      generation(optimizer, () => 1);
      return optimizer.snapshot().distribution.mean[0] as number;
    };
    // Best of all or worst of all: a step towards, or away from, the far corner.
    expect(pull(0)).toBeLessThan(pull(2));
    const mean = create(n, 3).snapshot().distribution.mean[0] as number;
    expect(mean - pull(0)).toBeLessThan(0.1 * (Math.sqrt(n) + (2 * n) / (n + 2)));
  });

  it('has its Mahalanobis length clipped to √n + 2n/(n + 2), and none of it when it is near', () => {
    const n = 6;
    const boundary = smoothBoundary(space(n));
    const model = createModel(n, 8, cmaesPlugin.parse({}));
    const distribution = new Distribution(new Float64Array(n).fill(0.5), new Float64Array(n).fill(0.01), model);
    const population = new Population(model.kernel, { lambda: 8, n, rows: 8 });
    const near = new Float64Array(n).fill(0.1);
    enterInjections(
      population,
      [
        { x: new Float64Array(n).fill(8), value: 1 },
        { x: near, value: 2 },
      ],
      { distribution, boundary, row: 0 },
    );
    expect(Math.sqrt(population.squaredLengths[0] as number)).toBeCloseTo(Math.sqrt(6) + 12 / 8, 12);
    for (let i = 0; i < n; i++) expect(population.y[n + i]).toBeCloseTo(0.1 / 20 / 0.01, 12);
  });

  it('pulls a finite way from however far and however narrow a distribution', () => {
    const free = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
    for (const options of [
      {},
      { factor: 'symmetric' },
      { covariance: 'separable' },
      { covariance: 'limited' },
      { injection: 'nudged' },
    ] as const) {
      for (const sigma of [1e-300, 1e-160, 1e-12, 1]) {
        const optimizer = cmaesPlugin.create(
          {
            space: searchSpace([0, 1, 2].map(i => ({ kind: 'real', name: `x${i}`, ...free }))),
            start: { point: new Float64Array(3) },
            random: createRandom(1),
          },
          cmaesPlugin.parse({ sigma, tolX: 0, tolFun: 0, tolFunHist: 0, ...options }),
        ) as Optimizer<CmaesState>;
        for (let i = 0; i < 10 && optimizer.stop === undefined; i++) {
          optimizer.inject?.(Float64Array.of(1e150, -1e160, 1e308), -1 - i);
          const proposals = optimizer.ask(100);
          for (const { x } of proposals) expect(x.every(Number.isFinite)).toBe(true);
          optimizer.tell(
            proposals,
            proposals.map(({ x }) => ({ value: Math.abs(x[0] as number) })),
          );
          const { mean, pathSigma, pathC } = optimizer.snapshot().distribution;
          for (const v of [mean, pathSigma, pathC]) expect([...v].every(Number.isFinite)).toBe(true);
        }
        expect(optimizer.stop?.message ?? '').not.toMatch(/notPositiveDefinite|overflow/);
      }
    }
  });

  it.each([0, 3])('is part of a snapshot, while it waits and after it has entered (%i points asked)', asked => {
    const original = create(5, 9);
    generation(original);
    original.inject?.(Float64Array.of(1, 0, 0, 0, 0), 1);
    original.inject?.(Float64Array.of(0, 1, 0, 0, 0), 0.5);
    const open = asked === 0 ? [] : original.ask(asked);
    const restored = create(5, 9, structuredClone(original.snapshot()));
    original.tell(
      open,
      open.map(({ x }) => ({ value: sphere(x) })),
    );
    expect(asked + generation(original)).toBe(6);
    expect(generation(restored)).toBe(6);
    generation(original);
    generation(restored);
    expect(restored.snapshot()).toEqual(original.snapshot());
  });

  it('of a known minimum speeds the search up', () => {
    const evaluations = (injecting: boolean) => {
      const optimizer = create(10, 4);
      let count = 0;
      for (let best = Number.POSITIVE_INFINITY; best > 1e-6; ) {
        if (injecting) optimizer.inject?.(new Float64Array(10), 0);
        count += generation(optimizer, x => {
          best = Math.min(best, sphere(x));
          return sphere(x);
        });
      }
      return count;
    };
    expect(evaluations(true)).toBeLessThan(0.7 * evaluations(false));
  });

  it('without a finite value or with the wrong number of coordinates is left aside, or refused', () => {
    const optimizer = create(3, 1);
    optimizer.inject?.(new Float64Array(3), Number.POSITIVE_INFINITY);
    optimizer.inject?.(new Float64Array(3), Number.NaN);
    optimizer.inject?.(Float64Array.of(0, Number.NaN, 0), 1);
    expect(generation(optimizer)).toBe(7);
    expect(() => optimizer.inject?.(new Float64Array(2), 1)).toThrow('cmaes: inject: expected 3 coordinates, got 2');
    expect(() => optimizer.inject?.(new Float64Array(3), 1, 'gently' as never)).toThrow(
      'cmaes: inject: how: expected "exact" or "nudged", got "gently"',
    );
  });
});

it('the queue keeps the best half generation, and each point once', () => {
  const queue = new InjectionQueue(7);
  for (const value of [5, 3, 9, 3, 1, 7]) queue.add(Float64Array.of(value), value);
  expect(queue.take().map(i => i.value)).toEqual([5, 3, 1]);
  expect(queue.take()).toEqual([]);
});
