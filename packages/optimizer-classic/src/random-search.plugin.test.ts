import { box, createRandom, createStudy, inline, parametersFromBounds, searchSpace } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { randomSearch } from '@glompo/optimizer-classic';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { create, isInside, minimize, type Problem, quadratic } from './minimize.test.fixture.js';
import plugin from './random-search.plugin.js';

const problem: Problem = quadratic(
  [0, 0, 0],
  [
    [-3, 5],
    [0, 1],
    [1e6, 1e6 + 1],
  ],
  [1, 0.5, 1e6],
);

test('begins with the start and goes on uniform in the box', () => {
  const { points } = minimize(plugin, problem, {}, 20_000);
  expect([...points[0]!]).toEqual(problem.start);
  const tenths = problem.bounds.map(() => new Array<number>(10).fill(0));
  for (const x of points.slice(1)) {
    expect(isInside(x, problem.bounds)).toBe(true);
    for (const [i, [low, high]] of problem.bounds.entries()) {
      tenths[i]![Math.min(9, Math.floor((10 * (x[i]! - low)) / (high - low)))]!++;
    }
  }
  // 2,000 expected in each, standard deviation 42.
  for (const counts of tenths) for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(210);
});

test('gives as many points as it is asked for, whatever is outstanding', () => {
  const optimizer = create(plugin, problem);
  for (const limit of [1, 100, 7, 3000]) expect(optimizer.ask(limit).length).toBe(limit);
});

test('stops after maxPoints, told in any parts', () => {
  const optimizer = create(plugin, problem, { options: { maxPoints: 10 } });
  const asked = [...optimizer.ask(7), ...optimizer.ask(7), ...optimizer.ask(7)];
  expect(asked.length).toBe(10);
  for (const size of [3, 7]) {
    expect(optimizer.stop).toBeUndefined();
    optimizer.tell(
      asked.splice(0, size),
      Array.from({ length: size }, () => ({ value: 1 })),
    );
  }
  expect(optimizer.stop).toEqual({
    by: 'random-search',
    message: '10 points were evaluated',
    data: { points: 10 },
    unfinished: true,
  });
  expect(optimizer.ask(1)).toEqual([]);
});

test('a snapshot is small, however long the run and whatever is outstanding, and goes on exactly', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 6000 }), fc.nat(6000)), { maxLength: 6 });
  fc.assert(
    fc.property(steps, plan => {
      const optimizer = create(plugin, problem);
      const reference = create(plugin, problem);
      let outstanding: unknown[] = [];
      let told = 0;
      for (const [ask, tell] of plan) {
        outstanding = [...outstanding, ...optimizer.ask(ask)];
        const part = outstanding.splice(0, tell) as ReturnType<typeof optimizer.ask>;
        optimizer.tell(
          part,
          part.map(() => ({ value: 0 })),
        );
        told += part.length;
      }
      const state = structuredClone(optimizer.snapshot());
      expect(JSON.stringify(state).length).toBeLessThan(200);
      const expected = reference.ask(told + 20).slice(told);
      expect(create(plugin, problem, { state }).ask(20)).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

test('refuses a space without finite bounds, more results than points, and foreign snapshots', () => {
  const open = { ...problem, bounds: [[0, Number.POSITIVE_INFINITY]] as const };
  expect(() => create(plugin, open)).toThrow(
    expect.objectContaining({
      code: 'GLOMPO_BOUNDS',
      message: 'random-search: parameter "x1" has no finite bounds to draw from: [0, Infinity]',
    }),
  );
  const optimizer = create(plugin, problem);
  const [first] = optimizer.ask(1);
  expect(() => optimizer.tell([first!, first!], [{ value: 1 }, { value: 1 }])).toThrow(
    'random-search: tell: expected the results of the next of 1 outstanding points, got 2 for 2',
  );
  expect(() => create(plugin, problem, { state: { values: new Float64Array(3) } })).toThrow(
    expect.objectContaining({ code: 'GLOMPO_STATE' }),
  );
});

test('reaches ranges that are wider than the largest number', () => {
  const wide = searchSpace(parametersFromBounds(box(1, -1.7e308, 1.7e308)));
  const context = { space: wide, start: { point: new Float64Array(1) }, random: createRandom(2) };
  const optimizer = plugin.create(context, plugin.parse({}));
  if (optimizer instanceof Promise) throw new TypeError('it creates at once');
  const points = optimizer.ask(200).map(({ x }) => x[0]!);
  expect(points.every(Number.isFinite)).toBe(true);
  expect(Math.max(...points)).toBeGreaterThan(1.5e308);
  expect(Math.min(...points)).toBeLessThan(-1.5e308);
});

test('draws every value of an integer as often as any other', async () => {
  const counts = new Map<number, number>();
  const task = {
    parameters: [{ kind: 'integer', name: 'k', low: -1, high: 1 }] as const,
    evaluate: ([k = Number.NaN]: Float64Array) => {
      counts.set(k, (counts.get(k) ?? 0) + 1);
      return k;
    },
  };
  const optimizers = [randomSearch({ maxPoints: 3000 })];
  await createStudy({ task, optimizers, backend: inline(), slots: 1, seed: 2, stop: maxEvaluations(3000) }).run();
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-1, 0, 1]);
  // Five standard deviations of a binomial count are 129.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
});
