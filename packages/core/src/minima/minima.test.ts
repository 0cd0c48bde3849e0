import fc from 'fast-check';
import { expect, test } from 'vitest';
import { box, parametersFromBounds } from '../space/parameters.js';
import { searchSpace } from '../space/search-space.js';
import { Minima } from './minima.js';
import { distanceIfSame } from './same-minimum.js';

const space = searchSpace(parametersFromBounds(box(2, -5, 5)));
const find = (value: number, x: number, y: number, run = 1) => ({ value, point: Float64Array.of(x, y), run });

function told(finds: readonly ReturnType<typeof find>[], most?: number): Minima {
  const minima = new Minima(space, most);
  for (const each of finds) minima.ended(each);
  return minima;
}

test('finds of one place with one value are one minimum, which stands where the best of them was', () => {
  const { found } = told([find(1, 2, 2, 7), find(1 - 1e-9, 2.001, 2, 3), find(1 + 1e-9, 2, 1.999, 9)]);
  expect(found).toEqual([{ value: 1 - 1e-9, point: Float64Array.of(2.001, 2), reached: 3, run: 3 }]);
});

test('places that are apart are several minima though their values agree, and so are values that are', () => {
  const { found } = told([find(1, -2, 2, 1), find(1, 2, 2, 2), find(1.01, 2, 2, 3)]);
  expect(found.map(({ run, reached }) => [run, reached])).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
  ]);
});

test('logarithmic parameters are compared by their logarithms', () => {
  const logs = searchSpace([{ kind: 'real', name: 'x', low: 1e-6, high: 1e6, scale: 'log' }]);
  const minima = new Minima(logs);
  for (const [run, x] of [1e-3, 1.01e-3, 2e-3, 1e3, 1.01e3].entries())
    minima.ended({ value: 0, point: Float64Array.of(x), run });
  expect(minima.found.map(({ reached }) => reached)).toEqual([2, 1, 2]);
});

test('minima that a better find has brought together become one', () => {
  // 0.0008 and 0.0016 of the ranges apart from the first one.
  const finds = [find(1, 0, 0, 5), find(1, 0.0226, 0, 4)];
  expect(told(finds).found).toHaveLength(2);
  expect(told([...finds, find(1 - 5e-9, 0.0113, 0, 6)]).found).toEqual([
    { value: 1 - 5e-9, point: Float64Array.of(0.0113, 0), reached: 3, run: 4 },
  ]);
});

test('a run that was killed on its way has reached the nearest', () => {
  const minima = told([find(1, 2, 2), find(0, -2, 2)]);
  minima.approached(Float64Array.of(1, 3));
  expect(minima.found.map(({ value, reached }) => [value, reached])).toEqual([
    [0, 1],
    [1, 2],
  ]);
  expect(() => new Minima(space).approached(Float64Array.of(1, 3))).not.toThrow();
});

test('the best ones are kept, and of the others is counted how often they were reached', () => {
  const finds = [5, 3, 1, 4, 2, 3].map((value, run) => find(value, value, 0, run));
  const minima = told(finds, 3);
  expect(minima.found.map(({ value, reached }) => [value, reached])).toEqual([
    [1, 1],
    [2, 1],
    [3, 2],
  ]);
  expect(minima.others).toBe(2);
});

/** Finds anywhere, many of them near each other. */
const someFind = fc
  .tuple(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -2, max: 2 }), fc.integer({ min: 0, max: 3 }))
  .map(([x, y, v]) => find(v * 4e-6, x / 80, y / 100));
const someFinds = fc.array(someFind, { maxLength: 60 }).map(finds => finds.map((each, run) => ({ ...each, run })));

test('no two minima that are kept are the same, they are in order, at most so many, and every run is counted once', () => {
  fc.assert(
    fc.property(someFinds, fc.integer({ min: 1, max: 20 }), (finds, most) => {
      const { found, others } = told(finds, most);
      expect(found.length).toBeLessThanOrEqual(most);
      for (const [i, a] of found.entries()) {
        if (i > 0) expect(a.value).toBeGreaterThanOrEqual(found[i - 1]?.value as number);
        for (const b of found.slice(i + 1)) expect(distanceIfSame(space, a, b)).toBeUndefined();
      }
      expect(found.reduce((sum, { reached }) => sum + reached, others)).toBe(finds.length);
    }),
  );
});

test('what is found again changes nothing but how often', () => {
  fc.assert(
    fc.property(someFinds, finds => {
      const minima = told(finds);
      const before = minima.found;
      for (const { value, point } of before) minima.ended({ value, point, run: 1000 });
      expect(minima.found).toEqual(before.map(each => ({ ...each, reached: each.reached + 1 })));
    }),
  );
});

test('finds that lie in groups give these groups, in whatever order they come', () => {
  const centres = [-4, -1, 0, 3.5].map((x, i) => ({ value: i === 1 ? 0 : i, x, y: x / 2 }));
  const around = fc
    .tuple(
      fc.nat(3),
      fc.double({ min: -0.003, max: 0.003, noNaN: true }),
      fc.double({ min: 0, max: 4e-6, noNaN: true }),
    )
    .map(([i, d, v]) => find((centres[i]?.value ?? 0) + v, (centres[i]?.x ?? 0) + d, (centres[i]?.y ?? 0) - d));
  const some = fc
    .array(around, { maxLength: 40 })
    .map(finds => finds.map((each, run) => ({ ...each, run })))
    .chain(finds => fc.tuple(fc.constant(finds), fc.shuffledSubarray(finds, { minLength: finds.length })));
  fc.assert(
    fc.property(some, ([finds, shuffled]) => {
      expect(told(shuffled).found).toEqual(told(finds).found);
    }),
    { numRuns: 500 },
  );
});
