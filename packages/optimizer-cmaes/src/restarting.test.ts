import { createRandom, searchSpace } from '@glompo/core';
import { describe, expect, test } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import type { CmaesInput } from './options.js';
import type { RestartingState } from './state.js';

const space = (n: number, low = -5, high = 5) =>
  searchSpace(Array.from({ length: n }, (_, i) => ({ kind: 'real', name: `x${i}`, low, high })));
const rastrigin = (x: Float64Array) => x.reduce((sum, v) => sum + 10 + v * v - 10 * Math.cos(2 * Math.PI * v), 0);
const create = (n: number, options: CmaesInput, seed = 1, state?: unknown) =>
  cmaesPlugin.create(
    { space: space(n), start: { point: new Float64Array(n).fill(3.1) }, random: createRandom(seed) },
    cmaesPlugin.parse(options),
    state as never,
  );
describe.each(['ipop', 'bipop'] as const)('cmaes with %s restarts', restarts => {
  test('finds what one run does not', () => {
    let single = 0;
    let restarted = 0;
    for (let seed = 1; seed <= 5; seed++) {
      for (const kind of ['none', restarts] as const) {
        const optimizer = create(5, { restarts: kind, sigma: 0.2 }, seed);
        let best = Number.POSITIVE_INFINITY;
        for (let count = 0; optimizer.stop === undefined && best > 1e-8 && count < 200_000; ) {
          const proposals = optimizer.ask(1_000);
          const evaluations = proposals.map(({ x }) => ({ value: rastrigin(x) }));
          count += evaluations.length;
          for (const { value } of evaluations) best = Math.min(best, value);
          optimizer.tell(proposals, evaluations);
        }
        if (best <= 1e-8) kind === 'none' ? single++ : restarted++;
      }
    }
    expect(single).toBeLessThan(5);
    expect(restarted).toBe(5);
  });

  test('goes on bit for bit from a snapshot at any time', () => {
    for (const before of [0, 5, 333, 2_000]) {
      const original = create(3, { restarts, maxGenerations: 30 }, 4);
      drive(original, before);
      const asked = original.ask(2);
      const restored = create(3, { restarts, maxGenerations: 30 }, 99, structuredClone(original.snapshot()));
      expect(restored.ask(2)).toEqual(asked);
      const values = asked.map(({ x }) => ({ value: rastrigin(x) }));
      original.tell(asked, values);
      restored.tell(asked, values);
      expect(drive(restored, 700)).toEqual(drive(original, 700));
      expect(restored.snapshot()).toEqual(original.snapshot());
    }
  });

  test('goes on from a snapshot of a version that did not note which population was tried', () => {
    for (const before of [0, 333, 2_000, 4_000]) {
      const original = create(3, { restarts, maxGenerations: 30 }, 4);
      drive(original, before);
      const { history, ...rest } = structuredClone(original.snapshot()) as RestartingState;
      const { tried, ...earlier } = history;
      expect(tried === undefined).toBe(before === 0);
      const restored = create(3, { restarts, maxGenerations: 30 }, 99, { ...rest, history: earlier });
      expect(drive(restored, 3_000)).toEqual(drive(original, 3_000));
    }
  });

  test('stops after its last restart, and says how the last run ended', () => {
    const optimizer = create(2, { restarts, maxRestarts: 2 });
    drive(optimizer, 100_000);
    const { history } = optimizer.snapshot() as RestartingState;
    const { large, small } = history.begun;
    expect(large).toBe(2);
    expect(optimizer.stop).toMatchObject({ data: { condition: 'maxRestarts', restarts: large + small - 1 } });
    expect(optimizer.stop?.message).toMatch(/^\d+ restarts were made; the last run: \w+: /);
    expect(optimizer.ask(10)).toEqual([]);
    const restored = create(2, { restarts, maxRestarts: 2 }, 1, optimizer.snapshot());
    expect(restored.stop).toEqual(optimizer.stop);
  });

  test('waits for late values before it begins again', () => {
    const optimizer = create(3, { restarts, generationFraction: 0.5, maxGenerations: 3 }, 2);
    const open: Float64Array[] = [];
    for (let i = 0; i < 400; i++) {
      const proposals = optimizer.ask(3);
      open.push(...proposals.map(({ x }) => x));
      // The newest first: the oldest are always late.
      const x = (open.length > 4 || proposals.length === 0 ? open.pop() : undefined) as Float64Array | undefined;
      if (x) optimizer.tell([{ x }], [{ value: rastrigin(x) }]);
    }
    const { large, small } = (optimizer.snapshot() as RestartingState).history.begun;
    expect(large + small).toBeGreaterThan(4);
  });
});

test('what was outstanding when a run ended is given again, and the next run begins once it is told', () => {
  const options: CmaesInput = { restarts: 'ipop', generationFraction: 0.5, maxGenerations: 2, populationSize: 6 };
  const original = create(3, options, 1);
  const told = (optimizer: ReturnType<typeof create>, points: readonly { readonly x: Float64Array }[]) =>
    optimizer.tell(
      points,
      points.map(({ x }) => ({ value: rastrigin(x) })),
    );
  const first = original.ask(6);
  told(original, first.slice(0, 4));
  told(original, original.ask(6));
  expect(original.ask(6)).toEqual([]);
  const restored = create(3, options, 9, structuredClone(original.snapshot()));
  const late = first.slice(4);
  expect(restored.ask(1)).toEqual(late.slice(0, 1));
  expect(restored.ask(6)).toEqual(late.slice(1));
  for (const optimizer of [original, restored]) told(optimizer, late);
  expect(restored.snapshot()).toEqual(original.snapshot());
  expect(restored.ask(100)).toHaveLength(12);
});

test('a run begins anywhere between bounds whose range is no number', () => {
  const optimizer = cmaesPlugin.create(
    { space: space(1, -1.7e308, 1.7e308), start: { point: Float64Array.of(0) }, random: createRandom(3) },
    cmaesPlugin.parse({ restarts: 'ipop', maxGenerations: 1, maxRestarts: 8 }),
  );
  const places = new Set<number>();
  while (optimizer.stop === undefined) {
    const proposals = optimizer.ask(10_000);
    places.add((optimizer.snapshot() as RestartingState).run.distribution.mean[0] as number);
    optimizer.tell(
      proposals,
      proposals.map(() => ({ value: 1 })),
    );
  }
  expect(places.size).toBe(9);
  expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(0.3);
});

test('a snapshot of another version is refused', () => {
  const state = { ...(create(2, { restarts: 'ipop' }).snapshot() as RestartingState), version: 3 };
  expect(() => create(2, { restarts: 'ipop' }, 1, state)).toThrow('the snapshot is not one of this version of cmaes');
});

test('a snapshot with a plan that is none is refused', () => {
  const state = create(2, { restarts: 'bipop' }).snapshot() as RestartingState;
  for (const history of [
    { ...state.history, tried: 0 },
    { ...state.history, fitted: Number.NaN },
    { ...state.history, course: { population: 1, evaluations: 0 } },
  ])
    expect(() => create(2, { restarts: 'bipop' }, 1, { ...state, history })).toThrow(/the snapshot is damaged/);
});

test('a snapshot with restarts is refused where there are none, and the other way round', () => {
  expect(() => create(2, {}, 1, create(2, { restarts: 'ipop' }).snapshot())).toThrow(/made with other restarts/);
  expect(() => create(2, { restarts: 'ipop' }, 1, create(2, {}).snapshot())).toThrow(/made with other restarts/);
});

/** Asks and tells, a few points at a time. @returns the points */
function drive(optimizer: ReturnType<typeof create>, count: number): number[][] {
  const points: number[][] = [];
  while (points.length < count && optimizer.stop === undefined) {
    const proposals = optimizer.ask(Math.min(7, count - points.length));
    points.push(...proposals.map(({ x }) => [...x]));
    optimizer.tell(
      proposals,
      proposals.map(({ x }) => ({ value: rastrigin(x) })),
    );
  }
  return points;
}
