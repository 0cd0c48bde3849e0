import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Found } from '../contracts/view.js';
import { createRandom } from '../random/streams.js';
import { Reservoir } from './reservoir.js';
import { TrialSample } from './trial-sample.js';

/** The numbers of the items that are kept of so many. */
function keptOf(items: number, size: number, seed: number): number[] {
  const reservoir = new Reservoir(size, createRandom(seed));
  const kept: number[] = [];
  for (; reservoir.next <= items; reservoir.advance()) kept[reservoir.place] = reservoir.next;
  return kept;
}

test('all are kept while there is room, and so many of them then', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer({ min: 1, max: 60 }), fc.integer(), (items, size, seed) => {
      const kept = keptOf(items, size, seed);
      expect(new Set(kept).size).toBe(Math.min(items, size));
      for (const number of kept) expect(number >= 1 && number <= items).toBe(true);
      if (items <= size) expect(kept).toEqual(Array.from({ length: items }, (_, i) => i + 1));
    }),
  );
});

test('each item is kept with the same probability', () => {
  const [items, size, times] = [40, 7, 20_000];
  const counts = new Array<number>(items).fill(0);
  for (let seed = 0; seed < times; seed++)
    for (const number of keptOf(items, size, seed)) counts[number - 1] = (counts[number - 1] as number) + 1;
  const expected = (times * size) / items;
  const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 39 degrees of freedom: above 72.1 in one of a thousand. The seeds are fixed.
  expect(chi).toBeLessThan(72);
});

test('it looks at few items', () => {
  const reservoir = new Reservoir(100, createRandom(1));
  let looks = 0;
  for (; reservoir.next <= 1e7; reservoir.advance()) looks++;
  // n (1 + ln(N / n)).
  expect(looks).toBeLessThan(1.2 * 100 * (1 + Math.log(1e5)));
});

const values = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 400, size: 'max' });
const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 });

/** A sample that was told these values in batches of these sizes, from one of them on. */
function told(all: readonly number[], among: readonly number[], sample: TrialSample, from = 0) {
  for (let at = from, k = 0; at < all.length; k++) {
    const some = all.slice(at, at + (among[k % among.length] as number));
    const points = Float64Array.from(some.flatMap((_, i) => [at + i, -1]));
    sample.take(at, 5, { first: at + 1, points, values: Float64Array.from(some), failures: [] });
    at += some.length;
  }
  return sample.found;
}

test('what is kept does not depend on batches, and is rebuilt from the evaluations alone', () => {
  fc.assert(
    fc.property(
      values,
      sizes,
      fc.integer({ min: 1, max: 50 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, among, size, cut) => {
        const whole = told(all, among, new TrialSample(size, createRandom(3)));
        const found = (number: number): Found => ({
          value: all[number - 1] as number,
          point: Float64Array.of(number - 1, -1),
          run: 5,
          trial: number,
        });
        expect([...whole].map(({ trial }) => trial)).toEqual(keptOf(all.length, size, 3));
        expect(whole).toEqual(whole.map(({ trial }) => found(trial)));
        const left = Math.floor(cut * all.length);
        const asked: number[] = [];
        const again = new TrialSample(size, createRandom(3), {
          evaluations: left,
          evaluated: numbers => {
            asked.push(...numbers);
            return numbers.map(found);
          },
        });
        expect(asked).toEqual([...new Set(asked)].sort((a, b) => a - b));
        expect(told(all, [7], again, left)).toEqual(whole);
      },
    ),
  );
});
