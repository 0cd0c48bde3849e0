import { box } from '@glompo/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInside, minimize, type Problem, quadratic, rosenbrock } from './minimize.test.fixture.js';
import plugin from './nelder-mead.plugin.js';

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (v, i) => Math.abs(v - b[i]!)));

describe('finds the minimum', () => {
  test.each(['adaptive', 'standard'])('of Rosenbrock’s function, with %s coefficients', coefficients => {
    for (const n of [2, 5]) {
      const { best, points } = minimize(plugin, rosenbrock(n), { coefficients });
      expect(best.value).toBeLessThan(1e-9);
      expect(points.length).toBeLessThan(n === 2 ? 250 : 1500);
    }
  });

  test('in 12 dimensions, where the adaptive coefficients tell', () => {
    const target = Array.from({ length: 12 }, (_, i) => Math.sin(i));
    const problem = quadratic(target, box(12, -5, 5), Array(12).fill(3));
    const adaptive = minimize(plugin, problem);
    const standard = minimize(plugin, problem, { coefficients: 'standard' });
    expect(adaptive.best.value).toBeLessThan(1e-8);
    expect(adaptive.points.length).toBeLessThan(3000);
    expect(adaptive.points.length).toBeLessThan(standard.points.length);
  });

  test('on the bounds, from starts on the bounds too', () => {
    const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
    const clip = (v: number) => Math.min(1, Math.max(-1, v));
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 4 }), pairs => {
        const target = pairs.map(([t]) => t);
        const starts = pairs.map(([, s]) => clip(s));
        const problem = quadratic(target, box(target.length, -1, 1), starts);
        const { best, points } = minimize(plugin, problem);
        expect(points.every(x => isInside(x, problem.bounds))).toBe(true);
        expect(distance(best.x, target.map(clip))).toBeLessThan(1e-4);
      }),
    );
  });

  test('on several bounds of ten at once, where a simplex that is moved onto them goes flat', () => {
    const problem: Problem = {
      bounds: box(10, -5, 5),
      start: Array(10).fill(-3),
      value: x => (x[0]! - x[1]!) ** 2 + x.reduce((sum, v, i) => sum + (i + 1) * (v - (i % 2 ? 6 : 1)) ** 2, 0),
    };
    // At x1 = 3 and x2 = 5, x3 = 1, x4 = 5, … the value is 8 + (2 + 4 + … + 10).
    expect(minimize(plugin, problem).best.value).toBeCloseTo(38, 8);
  });

  test('without bounds, and with a bound on one side', () => {
    const problem = quadratic(
      [40, -2, 1],
      [
        [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
        [-1, Number.POSITIVE_INFINITY],
        [Number.NEGATIVE_INFINITY, 3],
      ],
      [0, 5, -20],
    );
    expect(distance(minimize(plugin, problem).best.x, [40, -1, 1])).toBeLessThan(1e-4);
  });

  test('beside a region where all trials fail', () => {
    const inner = quadratic([0.5, 0.5], box(2, -1, 1), [-0.5, 0.9]);
    const value = (x: Float64Array) => (x[0]! > 0.6 || x[1]! < 0.4 ? Number.POSITIVE_INFINITY : inner.value(x));
    const { best, points } = minimize(plugin, { ...inner, value });
    expect(points.some(x => value(x) === Number.POSITIVE_INFINITY)).toBe(true);
    expect(distance(best.x, [0.5, 0.5])).toBeLessThan(1e-4);
  });
});

describe('the first simplex', () => {
  const problem = quadratic([0, 0], box(2, -1, 3), [0, 2.9]);

  test('is the start and a step along each axis, on the side with room, all asked for together', () => {
    const { points, batches } = minimize(plugin, problem, { step: 0.25 }, 3);
    expect(batches).toBe(1);
    expect(points.map(x => [...x])).toEqual([
      [0, 2.9],
      [1, 2.9],
      [0, 1.9],
    ]);
  });

  test('has the edges that the start suggests', () => {
    const { points } = minimize(plugin, { ...problem, spread: [0.5, 0] }, { step: 0.25 }, 3);
    expect(points.map(x => [...x])).toEqual([
      [0, 2.9],
      [0.5, 2.9],
      [0, 1.9],
    ]);
  });
});

test('a shrink asks for all its points together', () => {
  // Every point but the start fails, so nothing but shrinking is left.
  const start = [0.2, 0.2, 0.2];
  const bounds = box(3, -1, 1);
  const problem: Problem = {
    bounds,
    start,
    value: x => (x.every((v, i) => v === start[i]) ? 0 : Number.POSITIVE_INFINITY),
  };
  const { points, batches } = minimize(plugin, problem, { maxIterations: 3 });
  // 4 at first, then three times a reflection, a contraction and 3 to replace all but the best.
  expect([points.length, batches]).toEqual([4 + 3 * 5, 1 + 3 * 3]);
});

describe('stops', () => {
  test('when the simplex is small and its values agree, with the figures', () => {
    const { stop, points } = minimize(plugin, quadratic([0.5], box(1, -1, 1), [0]), { sizeTolerance: 1e-3 });
    expect(stop?.message).toMatch(
      /^the simplex is \S+ of the range wide, at most 0.001, and its values differ by \S+, at most \S+ \(\d+ iterations, \d+ evaluations\)$/,
    );
    expect(stop?.data).toMatchObject({ evaluations: points.length });
  });

  test('not on two vertices that are as good as each other on both sides of the minimum', () => {
    const { best } = minimize(plugin, quadratic([0], box(1, -1, 1), [-0.1]), { step: 0.1 });
    expect(best.value).toBeLessThan(1e-12);
  });

  test('after maxIterations', () => {
    expect(minimize(plugin, rosenbrock(3), { maxIterations: 7 }).stop?.message).toMatch(/^7 iterations were made \(7 /);
  });

  test('when no vertex has a value, and when only rounding is left', () => {
    const problem = quadratic([0.3, 0.2], box(2, -1, 1), [0, 0]);
    const hopeless = minimize(plugin, { ...problem, value: () => Number.POSITIVE_INFINITY });
    expect(hopeless.stop?.message).toBe(
      'none of the 3 vertices of the first simplex has a finite value (0 iterations, 3 evaluations)',
    );
    // Half the plane fails up to the minimum: values never agree.
    const value = (x: Float64Array) => (x[0]! >= 0.3 ? Number.POSITIVE_INFINITY : problem.value(x) - 1e9 * x[0]!);
    const wall = minimize(plugin, { ...problem, value });
    expect(wall.stop?.message).toMatch(/no more than rounding|at most 1e-7/);
  });
});
