import { createRandom, searchSpace } from '@glompo/core';
import { describe, expect, test } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import { ScalarKernel } from './kernel/scalar-kernel.js';
import type { CmaesInput } from './options.js';
import { Population } from './population.js';
import type { CmaesState } from './state.js';

const free = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
function create(n: number, options: CmaesInput, seed = 1, state?: CmaesState) {
  const space = searchSpace(Array.from({ length: n }, (_, i) => ({ kind: 'real', name: `x${i}`, ...free })));
  const context = { space, start: { point: new Float64Array(n).fill(2) }, random: createRandom(seed) };
  return cmaesPlugin.create(context, cmaesPlugin.parse({ sigma: 0.5, ...options }), state);
}
const sphere = (x: Float64Array) => x.reduce((sum, xi) => sum + xi * xi, 0);

/** Asks and tells whole generations. @returns evaluations to a value below 1e-8 */
function solve(optimizer: ReturnType<typeof create>): number {
  for (let count = 0; ; ) {
    const proposals = optimizer.ask(1_000);
    if (proposals.length === 0) return count;
    const values = proposals.map(({ x }) => ({ value: sphere(x) }));
    count += values.length;
    if (optimizer.stop !== undefined || values.some(({ value }) => value < 1e-8)) return count;
    optimizer.tell(proposals, values);
  }
}

describe('mirrored sampling', () => {
  test('draws every second point as the mirror image of the one before it', () => {
    const optimizer = create(4, { mirrored: true, populationSize: 9 });
    for (let generation = 0; generation < 5; generation++) {
      const { mean } = (optimizer.snapshot() as CmaesState).distribution;
      const proposals = optimizer.ask(9);
      for (let k = 0; k + 1 < 9; k += 2)
        for (const [i, m] of mean.entries())
          expect((proposals[k]?.x[i] as number) + (proposals[k + 1]?.x[i] as number)).toBeCloseTo(2 * m, 12);
      optimizer.tell(
        proposals,
        proposals.map(({ x }) => ({ value: sphere(x) })),
      );
    }
  });

  test('ranks the worse one of each pair after all others, in order', () => {
    const population = new Population(new ScalarKernel(1), { lambda: 7, n: 1, rows: 7, mirrored: true });
    population.values.set([1, 2, 4, 3, 5, 5, 9]);
    population.rank();
    population.rankPairs();
    // Pairs (0, 1), (2, 3), (4, 5); the last one is alone.
    expect([...population.order]).toEqual([0, 3, 4, 6, 1, 2, 5]);
  });

  test('ranks pairs of failures last', () => {
    const population = new Population(new ScalarKernel(1), { lambda: 7, n: 1, rows: 7, mirrored: true });
    const failed = Number.POSITIVE_INFINITY;
    population.values.set([failed, failed, 4, 3, failed, 5, 9]);
    population.rank();
    population.rankPairs();
    expect([...population.order]).toEqual([3, 5, 6, 2, 0, 1, 4]);
  });

  test('goes on bit for bit from a snapshot in the middle of a pair', () => {
    const original = create(3, { mirrored: true }, 5);
    const proposals = original.ask(3);
    const restored = create(3, { mirrored: true }, 6, structuredClone(original.snapshot()) as CmaesState);
    expect(restored.ask(3)).toEqual(proposals);
    const values = proposals.map(({ x }) => ({ value: sphere(x) }));
    original.tell(proposals, values);
    restored.tell(proposals, values);
    expect(solve(restored)).toBe(solve(original));
  });

  test('needs fewer evaluations on the sphere', () => {
    const sum = (options: CmaesInput) =>
      Array.from({ length: 15 }, (_, seed) => solve(create(8, options, seed))).reduce((a, b) => a + b);
    expect(sum({ mirrored: true })).toBeLessThan(sum({}));
  });
});

describe('elitism', () => {
  test('makes the best point so far a candidate of every generation, which is not evaluated again', () => {
    const optimizer = create(3, { elitist: true, populationSize: 6 });
    expect(optimizer.ask(100)).toHaveLength(6);
    const first = optimizer.snapshot() as CmaesState;
    expect(first.best.values).toHaveLength(0);
    optimizer.tell(
      Array.from({ length: 6 }, () => ({ x: new Float64Array(3) })),
      [5, 3, 4, 3, 9, 7].map(value => ({ value })),
    );
    expect((optimizer.snapshot() as CmaesState).best.values).toEqual(Float64Array.of(3));
    const asked = optimizer.ask(100);
    expect(asked).toHaveLength(5);
    expect((optimizer.snapshot() as CmaesState).current.injected.values).toEqual(Float64Array.of(3));
    optimizer.tell(
      asked,
      asked.map((_, i) => ({ value: i === 2 ? 1 : 8 })),
    );
    const { points, values } = (optimizer.snapshot() as CmaesState).best;
    expect(values).toEqual(Float64Array.of(1));
    expect(points).toEqual(asked[2]?.x);
    const restored = create(
      3,
      { elitist: true, populationSize: 6 },
      9,
      structuredClone(optimizer.snapshot()) as CmaesState,
    );
    expect(restored.ask(100)).toEqual(optimizer.ask(100));
  });

  test('keeps the best point also where its value comes late', () => {
    const optimizer = create(3, { elitist: true, populationSize: 6, generationFraction: 0.5 });
    const first = optimizer.ask(6);
    optimizer.tell(
      first.slice(0, 4),
      [4, 5, 6, 7].map(value => ({ value })),
    );
    optimizer.ask(6);
    optimizer.tell(first.slice(5), [{ value: 1 }]);
    expect((optimizer.snapshot() as CmaesState).best).toEqual({ points: first[5]?.x, values: Float64Array.of(1) });
  });

  test.each(['exact', 'nudged'] as const)('leaves a point to evaluate in the smallest generation (%s)', injection => {
    for (const how of ['exact', 'nudged', undefined] as const) {
      const optimizer = create(3, { elitist: true, populationSize: 2, injection });
      const first = optimizer.ask(2);
      optimizer.tell(
        first,
        first.map(({ x }) => ({ value: sphere(x) })),
      );
      for (const value of [0.1, 0.2]) optimizer.inject?.(new Float64Array(3).fill(value), value, how);
      expect(optimizer.ask(9).length).toBeGreaterThan(0);
    }
  });

  test('takes part with its value also where injected points only nudge', () => {
    const optimizer = create(3, { elitist: true, injection: 'nudged', populationSize: 6 });
    const first = optimizer.ask(6);
    optimizer.tell(
      first,
      [4, 5, 3, 6, 7, 8].map(value => ({ value })),
    );
    expect(optimizer.ask(100)).toHaveLength(5);
    const { injected } = (optimizer.snapshot() as CmaesState).current;
    expect(injected).toMatchObject({ points: first[2]?.x, values: Float64Array.of(3) });
  });

  test('does not hide that all values of many generations were failures', () => {
    const optimizer = create(3, { elitist: true, maxFailedGenerations: 7 });
    let generations = 0;
    for (; optimizer.stop === undefined; generations++) {
      const proposals = optimizer.ask(100);
      optimizer.tell(
        proposals,
        proposals.map(({ x }) => ({ value: generations < 3 ? sphere(x) : Number.POSITIVE_INFINITY })),
      );
    }
    expect(optimizer.stop.data).toEqual({ condition: 'maxFailedGenerations', generations: 7, limit: 7 });
    expect(generations).toBe(10);
  });

  test('finds the minimum all the same', () => {
    expect(solve(create(6, { elitist: true }))).toBeLessThan(3_000);
  });
});
