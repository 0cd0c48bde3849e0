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

test('it is the best of the last trials, in whatever batches they come', () => {
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: -9, max: 9 }) },
    fc.constant(Number.POSITIVE_INFINITY),
  );
  const some = fc.array(value, { minLength: 1, maxLength: 700, size: 'max' });
  fc.assert(
    fc.property(some, fc.array(fc.integer({ min: 1, max: 250 }), { minLength: 1 }), (values, sizes) => {
      const from = Math.max(0, 100 * (Math.ceil(values.length / 100) - 2));
      const least = Math.min(...values.slice(from));
      const at = values.indexOf(least, from);
      const expected = { value: least, point: Float64Array.of(least, -least), run: 3, trial: at + 1 };
      expect(recentOf(values, sizes)).toEqual(Number.isFinite(least) ? expected : undefined);
      expect(recentOf(values, [1])).toEqual(recentOf(values, sizes));
    }),
  );
});
