import { searchSpace } from '@glompo/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smoothBoundary } from './boundary.js';

const space = (bounds: readonly (readonly [number, number])[]) =>
  searchSpace(bounds.map(([low, high], i) => ({ kind: 'real', name: `x${i}`, low, high })));

/** Evenly spread, unlike fc.double, which mostly gives tiny numbers. */
const between = (low: number, high: number) =>
  fc.integer({ min: 0, max: 2 ** 30 }).map(k => low + (high - low) * (k / 2 ** 30));
const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const extreme = fc.double({ noNaN: true, noDefaultInfinity: true });
const bound = fc.oneof(finite, extreme, fc.constant(Number.NEGATIVE_INFINITY), fc.constant(Number.POSITIVE_INFINITY));
const interval = fc
  .tuple(bound, bound)
  .filter(([a, b]) => a !== b && !(Math.abs(a) === Number.POSITIVE_INFINITY && a === b))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
  .filter(([low, high]) => low !== Number.POSITIVE_INFINITY && high !== Number.NEGATIVE_INFINITY);

function there(bounds: readonly [number, number], u: number): number {
  const x = new Float64Array(1);
  smoothBoundary(space([bounds])).toPoint(Float64Array.of(u), x);
  return x[0] as number;
}

function back(bounds: readonly [number, number], x: number, near: number): number {
  const u = new Float64Array(1);
  smoothBoundary(space([bounds])).fromPoint(Float64Array.of(x), Float64Array.of(near), u);
  return u[0] as number;
}

describe('the smooth boundary', () => {
  it('gives points inside the bounds, wherever the distribution is', () => {
    fc.assert(
      fc.property(interval, fc.oneof(extreme, finite, between(-3, 3)), (bounds, u) => {
        const x = there(bounds, u);
        expect(x).toBeGreaterThanOrEqual(bounds[0]);
        expect(x).toBeLessThanOrEqual(bounds[1]);
      }),
      { numRuns: 300 },
    );
  });

  it('finds coordinates for every point inside, near a wished place', () => {
    fc.assert(
      fc.property(
        fc.tuple(finite, fc.double({ min: 1e-3, max: 1e6, noNaN: true })),
        fc.oneof(between(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
        between(-20, 20),
        fc.constantFrom('both', 'low', 'high'),
        ([low, range], share, near, sides) => {
          const high = low + range;
          fc.pre(high > low);
          const bounds = [
            sides === 'high' ? Number.NEGATIVE_INFINITY : low,
            sides === 'low' ? Number.POSITIVE_INFINITY : high,
          ] as const;
          const x = Math.min(high, low + share * range);
          const u = back(bounds, x, near);
          const tolerance = 1e-9 * Math.max(range, Math.abs(low));
          expect(Math.abs(there(bounds, u) - x)).toBeLessThanOrEqual(tolerance);
          // Mirror images repeat every 2.2 ranges, so none is farther than half of that.
          if (sides === 'both') expect(Math.abs(u - near)).toBeLessThanOrEqual(1.1 + 1e-9);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is the identity without bounds, and away from a bound up to the unit of length', () => {
    const free = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
    for (const u of [-1e300, -1.5, 0, 7]) expect(there(free, u)).toBe(u);
    expect(there([-5, 5], 0.7)).toBeCloseTo(2, 12);
    expect(there([0, Number.POSITIVE_INFINITY], 3.25)).toBe(3.25);
    expect(there([Number.NEGATIVE_INFINITY, 0], -3.25)).toBe(-3.25);
  });

  it('reaches both bounds with slope zero, one margin outside, and is monotone and smooth in between', () => {
    expect(there([-5, 5], -0.05)).toBe(-5);
    expect(there([-5, 5], 1.05)).toBe(5);
    const h = 1 / 1024;
    const slopes = [0];
    for (let u = -0.05; u + h < 1.05; u += h) slopes.push((there([0, 1], u + h) - there([0, 1], u)) / h);
    expect(Math.min(...slopes)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...slopes)).toBeLessThanOrEqual(1 + 1e-9);
    // The parabola's second derivative is 1/(2 · 0.05) = 10.
    const bends = slopes.slice(1).map((slope, i) => Math.abs(slope - (slopes[i] as number)));
    expect(Math.max(...bends)).toBeLessThanOrEqual(10 * h + 1e-9);
  });
});
