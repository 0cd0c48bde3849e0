import type { Task } from '@glompo/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as ackley from './ackley.task.js';
import * as exponential from './exponential-least-squares.task.js';
import { knownMinimum } from './known-minima.js';
import * as lennardJones from './lennard-jones.task.js';
import * as schwefel from './schwefel.task.js';

const context = { signal: new AbortController().signal, run: 1, trial: 1, seed: 1, directory: '', wants: [] };
const valuesOf = (task: Task) => (x: Float64Array) => task.evaluate(x, context) as number;
const both = { shift: true, rotation: true };

test('the minimum of a moved function is in the middle 80 % of the box, elsewhere for each instance, and the same to the last bit', () => {
  const published = knownMinimum('schwefel', { dims: 5 })!;
  const places = new Set<string>();
  for (let instance = 0; instance < 50; instance++) {
    const options = { dims: 5, ...both, instance };
    const { value, point } = knownMinimum('schwefel', options)!;
    expect(value).toBe(published.value);
    expect(Math.max(...point!.map(Math.abs))).toBeLessThanOrEqual(400);
    expect(valuesOf(schwefel.default(options))(point!)).toBe(valuesOf(schwefel.default({ dims: 5 }))(published.point!));
    places.add(point!.join());
    expect(knownMinimum('schwefel', options)!.point).toEqual(point);
  }
  expect(places.size).toBe(50);
});

test('a shift alone moves the function as it is, a rotation alone turns it about its minimiser', () => {
  const here = knownMinimum('ackley', { dims: 3, shift: true })!.point!;
  const published = valuesOf(ackley.default({ dims: 3 }));
  const shifted = valuesOf(ackley.default({ dims: 3, shift: true }));
  const turned = valuesOf(ackley.default({ dims: 3, rotation: true }));
  const offset = fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -9, max: 9, noNaN: true })));
  fc.assert(
    fc.property(offset, d => {
      const step = Float64Array.from(d);
      expect(shifted(here.map((m, i) => m + step[i]!))).toBeCloseTo(published(step), 10);
    }),
  );
  expect(turned(Float64Array.of(5, 0, 0))).not.toBeCloseTo(published(Float64Array.of(5, 0, 0)), 3);
  expect(knownMinimum('ackley', { dims: 3, rotation: true })!.point).toEqual(new Float64Array(3));
});

test('a function that is lower outside of its box is continued without jumps, and higher than what it mirrors', () => {
  const task = schwefel.default({ dims: 1, shift: true, instance: 5 });
  const { point } = knownMinimum('schwefel', { dims: 1, shift: true, instance: 5 })!;
  // Where 500 of the published function is.
  const face = point![0]! + 500 - knownMinimum('schwefel', { dims: 1 })!.point![0]!;
  const value = valuesOf(task);
  for (const d of [1e-9, 1, 30, 100]) {
    const [inside, outside] = [value(Float64Array.of(face - d)), value(Float64Array.of(face + d))];
    expect(outside - inside).toBeCloseTo(100 * (d / 1000) ** 2, 8);
  }
});

describe('what a moved function is asked for', () => {
  test('its residuals are those of its value', () => {
    const task = exponential.default({ dims: 3, ...both });
    const x = Float64Array.of(1.9, -1.9, 1.9);
    const { value, residuals } = task.evaluate(x, { ...context, wants: ['residuals'] }) as {
      value: number;
      residuals: Float64Array;
    };
    expect(residuals.reduce((sum, r) => sum + r * r, 0) / value).toBeCloseTo(1, 12);
  });

  test('where the minimiser is not known, nothing is known of what is moved', () => {
    expect(knownMinimum('lennard-jones', { atoms: 13, shift: true })).toBeUndefined();
    expect(knownMinimum('exponential-least-squares', { dataNoise: 0.1 })).toBeUndefined();
    expect(knownMinimum('lennard-jones', { atoms: 3, ...both })!.value).toBe(-3);
    const task = lennardJones.default({ atoms: 13, ...both });
    expect(valuesOf(task)(new Float64Array(39).map((_, i) => Math.sin(i)))).toEqual(expect.any(Number));
  });

  test('more coordinates than can be turned are refused', () => {
    expect(() => ackley.default({ dims: 1001, rotation: true })).toThrow(
      'ackley: rotation: expected at most 1000 coordinates, got 1001; a shift alone can have more',
    );
    expect(ackley.default({ dims: 1001, shift: true }).parameters).toHaveLength(1001);
  });
});
