import { parametersFromBounds, searchSpace } from '@glompo/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FreeCoordinates } from './free-coordinates.js';

const infinite = Number.POSITIVE_INFINITY;
const bounds = [
  [-1, 3],
  [1e6, 1e6 + 1],
  [-1e308, 1e308],
  [2, infinite],
  [-infinite, 2],
  [-infinite, infinite],
] as const;
const free = new FreeCoordinates(searchSpace(parametersFromBounds(bounds)));
const n = bounds.length;

test('every u is a point in the box', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: n, maxLength: n }), u => {
      const x = free.toBox(Float64Array.from(u));
      expect(x.every((v, i) => v >= bounds[i]![0] && v <= bounds[i]![1] && Number.isFinite(v))).toBe(true);
    }),
  );
});

test('there and back is the same point, also on the bounds', () => {
  const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fc.array(share, { minLength: n, maxLength: n }), shares => {
      const x = Float64Array.from(bounds, ([low, high], i) => {
        const s = shares[i]!;
        if (low === -infinite) return high === infinite ? 20 * s - 10 : high - 10 * s;
        return high === infinite ? low + 10 * s : (1 - s) * low + s * high;
      });
      const back = free.toBox(free.fromBox(x));
      for (const [i, [low, high]] of bounds.entries()) {
        const unit = Number.isFinite(high / 2 - low / 2) ? high / 2 - low / 2 : 1;
        expect(Math.abs(back[i]! / unit - x[i]! / unit)).toBeLessThan(1e-7);
      }
    }),
  );
});
