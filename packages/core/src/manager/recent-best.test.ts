import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentBest } from './recent-best.js';

/** What it says after these values, which come in batches of these sizes. */
function recentOf(values: readonly number[], sizes: readonly number[]) {
  const recent = new RecentBest(3);
  for (let at = 0, k = 0; at < values.length; k++) {
    const some = values.slice(at, at + (sizes[k % sizes.length] as number));
    recent.take({
      first: at + 1,
      points: Float64Array.from(some.flatMap(v => [v, -v])),
      values: Float64Array.from(some),
    });
    at += some.length;
  }
  return recent.found;
}

/** The first of the trials that it speaks of. */
function beginningOf(trials: number): number {
  let [before, now] = [0, 0];
  for (let next = 1; next < trials; next += Math.max(1, Math.min(100, Math.floor(next / 8))))
    [before, now] = [now, next];
  return before;
}

test('it speaks of the last trials: an eighth to a quarter, or 100 to 200', () => {
  expect([1, 2, 3, 16, 17].map(beginningOf)).toEqual([0, 0, 1, 14, 15]);
  expect(beginningOf(400)).toBeGreaterThan(290);
  for (const trials of [2000, 5000]) expect(trials - beginningOf(trials)).toBeLessThanOrEqual(200);
});

test('it is the best of the last trials, in whatever batches they come', () => {
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: -9, max: 9 }) },
    fc.constant(Number.POSITIVE_INFINITY),
  );
  const some = fc.array(value, { minLength: 1, maxLength: 700, size: 'max' });
  fc.assert(
    fc.property(some, fc.array(fc.integer({ min: 1, max: 250 }), { minLength: 1 }), (values, sizes) => {
      const from = beginningOf(values.length);
      const least = Math.min(...values.slice(from));
      const at = values.indexOf(least, from);
      const expected = { value: least, point: Float64Array.of(least, -least), run: 3, trial: at + 1 };
      expect(recentOf(values, sizes)).toEqual(Number.isFinite(least) ? expected : undefined);
      expect(recentOf(values, [1])).toEqual(recentOf(values, sizes));
    }),
  );
});
