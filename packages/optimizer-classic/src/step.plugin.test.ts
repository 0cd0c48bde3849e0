import { box } from '@glompo/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { create, isInside, minimize, type Problem, quadratic, rosenbrock } from './minimize.test.fixture.js';
import plugin from './step.plugin.js';

const rastrigin = (target: readonly number[]): Problem => ({
  bounds: box(target.length, -5.12, 5.12),
  start: target.map((_, i) => 4 - i),
  value: x =>
    x.reduce((sum, v, i) => sum + 10 + (v - target[i]!) ** 2 - 10 * Math.cos(2 * Math.PI * (v - target[i]!)), 0),
});

describe('finds the global minimum of a sum', () => {
  test('with a million minima', () => {
    const target = [0.3, -2.2, 4.9, 0, 1.1, -4.4];
    const { best, points } = minimize(plugin, rastrigin(target));
    expect(best.value).toBeLessThan(1e-12);
    expect(points.length).toBeLessThan(6 * 151 + 100);
    expect(points.every(x => isInside(x, rastrigin(target).bounds))).toBe(true);
  });

  test('wherever it lies, on the bounds too, from wherever it starts', () => {
    const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
    const clip = (v: number) => Math.min(1, Math.max(-1, v));
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 4 }), pairs => {
        const targets = pairs.map(([target]) => target);
        const problem = quadratic(
          targets,
          box(targets.length, -1, 1),
          pairs.map(([, start]) => clip(start)),
        );
        const { best, stop } = minimize(plugin, problem);
        for (const [i, target] of targets.entries()) expect(Math.abs(best.x[i]! - clip(target))).toBeLessThan(1e-6);
        expect(stop?.message).toMatch(/^every parameter was searched at up to \d+ places \(\d+ evaluations\)$/);
      }),
    );
  });

  test('with steps instead of slopes, and where some of it fails', () => {
    const problem: Problem = {
      bounds: box(3, 0, 10),
      start: [9, 1, 5],
      value: x =>
        x[0]! > 9.5 ? Number.POSITIVE_INFINITY : x.reduce((sum, v, i) => sum + Math.abs(Math.floor(v) - 2 * i), 0),
    };
    expect(minimize(plugin, problem).best.value).toBe(0);
  });

  test('of any size, though it is lifted', () => {
    for (const scale of [1e-200, 1e200]) {
      const problem = rastrigin([1, 2, 3]);
      const { best } = minimize(plugin, { ...problem, value: x => scale * (problem.value(x) + 1000) });
      expect(best.value / scale).toBeCloseTo(1000, 6);
    }
  });
});

test('a parameter is looked at no more often than it may be, all of them together', () => {
  const { points, batches } = minimize(plugin, rastrigin([1, 2]), { maxPerCoordinate: 20 });
  // The start belongs to both; beside what is tried together.
  expect(points.length).toBeLessThanOrEqual(1 + 2 * 19 + batches);
  expect(batches).toBeLessThan(1 + 19 + 10);
});

describe('stops', () => {
  test('when the parameters depend on each other, which the first n + 2 evaluations show', () => {
    const { points, stop } = minimize(plugin, rosenbrock(5));
    expect(points.length).toBe(7);
    expect(stop?.message).toMatch(
      /^the parameters depend on each other: moved together they change the value by \S+, one by one by \S+ \(7 evaluations\)$/,
    );
    expect(stop?.data).toMatchObject({ evaluations: 7, together: expect.any(Number), apart: expect.any(Number) });
  });

  test('later, where they do so only near the minimum', () => {
    const problem = rastrigin([0, 0, 0]);
    const { stop, points } = minimize(plugin, {
      ...problem,
      value: x => problem.value(x) + (x.every(v => Math.abs(v) < 1.3) ? x[0]! * x[1]! * x[2]! + 1 : 0),
    });
    expect(stop?.message).toMatch(/^the parameters depend on each other/);
    expect(points.length).toBeGreaterThan(5);
  });

  test('when it finds no place with a value', () => {
    const { stop, points } = minimize(plugin, { ...rosenbrock(2), value: () => Number.POSITIVE_INFINITY });
    expect([points.length, stop?.message]).toEqual([20, 'none of 20 points has a finite value (20 evaluations)']);
  });
});

test('needs finite bounds', () => {
  const problem = quadratic(
    [0, 0],
    [
      [0, 1],
      [0, Number.POSITIVE_INFINITY],
    ],
    [0.5, 3],
  );
  const message = 'step: parameter "x2" has no finite bounds to search between: [0, Infinity]';
  expect(() => create(plugin, problem).ask(1)).toThrow(message);
});
