import { parametersFromBounds, searchSpace } from '@glompo/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Box } from './box.js';
import { Differences } from './differences.js';

const bounds = [
  [-1, 1],
  [0, 1000],
  [1e6, 1e6 + 1],
  [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
] as const;
const space = searchSpace(parametersFromBounds(bounds));
const share = fc.oneof(fc.constantFrom(0, 1, 1e-12, 1 - 1e-12), fc.double({ min: 0, max: 1, noNaN: true }));
const pointAt = (shares: readonly number[]) =>
  Float64Array.from(bounds, ([low, high], i) =>
    Number.isFinite(low) ? Math.min(high, low + shares[i]! * (high - low)) : shares[i]! * 10 - 5,
  );
const weights = [3, -1e-3, 2, 0.7];
const value = (x: Float64Array) =>
  x.reduce((sum, v, i) => sum + weights[i]! * (v - (i === 2 ? 1e6 : 0)) + 0.5 * (v - (i === 2 ? 1e6 : 0)) ** 2, 0);
const slope = (x: Float64Array) => x.map((v, i) => weights[i]! + v - (i === 2 ? 1e6 : 0));

test.each(['forward', 'central'] as const)(
  '%s differences stay inside the bounds and come near the gradient',
  scheme => {
    fc.assert(
      fc.property(fc.tuple(share, share, share, share), shares => {
        const x = pointAt(shares);
        const differences = new Differences(new Box(space, x), scheme);
        const points = differences.points(x).map(p => p.x);
        expect(points.length).toBe(scheme === 'forward' ? 4 : 8);
        for (const p of points) {
          expect(p.every((v, i) => v >= bounds[i]![0] && v <= bounds[i]![1])).toBe(true);
          expect([...p].filter((v, i) => v !== x[i]).length).toBe(1);
        }
        const estimate = differences.gradient(x, value(x), k => value(points[k]!));
        // Rounding of the largest value, 5e5, over the smallest step; the quadratic itself is exact for central ones.
        for (const [i, g] of slope(x).entries()) {
          expect(Math.abs(estimate[i]! - g)).toBeLessThan(scheme === 'forward' ? 0.5 : 1e-3);
        }
      }),
    );
  },
);

test('a central difference with one failed side falls back on the other', () => {
  const x = Float64Array.of(0.25, 500, 1e6 + 0.5, 1);
  const differences = new Differences(new Box(space, x), 'central');
  const points = differences.points(x).map(p => p.x);
  const failing = (p: Float64Array) => (p[0]! > 0.25 || p[3]! < 1 ? Number.POSITIVE_INFINITY : value(p));
  const estimate = differences.gradient(x, value(x), k => failing(points[k]!));
  for (const [i, g] of slope(x).entries()) expect(Math.abs(estimate[i]! - g)).toBeLessThan(0.02);
});

test('refined differences are forward ones until they are refined, which they are once', () => {
  const x = pointAt([0.3, 1, 0, 0.7]);
  const [refined, forward, central] = (['refined', 'forward', 'central'] as const).map(
    scheme => new Differences(new Box(space, x), scheme),
  ) as [Differences, Differences, Differences];
  const asked = (differences: Differences) => {
    const points = differences.points(x).map(p => p.x);
    return [points, differences.gradient(x, value(x), k => value(points[k]!))];
  };
  expect(asked(refined)).toEqual(asked(forward));
  expect([refined.refine(), forward.refine(), central.refine()]).toEqual([true, false, false]);
  expect(asked(refined)).toEqual(asked(central));
  expect(refined.refine()).toBe(false);
});
