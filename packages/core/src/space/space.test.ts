import { expect, test } from 'vitest';
import type { Parameter } from '../contracts/parameter.js';
import { checkParameters, faultOf } from './parameters.js';
import { searchSpace } from './search-space.js';

const layers: Parameter = { kind: 'integer', name: 'layers', low: -1, high: 3 };
const rate: Parameter = { kind: 'real', name: 'rate', low: 0.01, high: 100, scale: 'log' };

test('an integer is searched half a unit beyond its bounds, and rounded to the nearest whole number inside', () => {
  const space = searchSpace([layers, rate]);
  expect([...space.low, ...space.high]).toEqual([-1.5, -2, 3.5, 2]);
  expect(space.plain).toBe(false);
  for (const [search, task] of [
    [-1.5, -1],
    [-0.4, 0],
    [0.5, 1],
    [2.49, 2],
    [3.5, 3],
  ] as const) {
    const x = space.toTask(Float64Array.of(search, 0));
    expect(x[0]).toBe(task);
    expect(space.toSearch(x)[0]).toBe(task);
  }
});

test('an integer has whole numbers as bounds, and no scale', () => {
  expect(checkParameters([layers], 'a task')).toEqual([layers]);
  expect(() => checkParameters([{ ...layers, high: 3.5 }], 'a task')).toThrow(
    'a task: parameter "layers": an integer needs whole numbers as bounds, got [-1, 3.5]',
  );
  expect(() => checkParameters([{ ...layers, scale: 'log' }], 'a task')).toThrow(
    'scale: an integer has none, got "log"',
  );
  expect(() => checkParameters([{ ...layers, high: -1 }], 'a task')).toThrow('the bounds are equal');
  expect(() => checkParameters([{ ...layers, high: Number.POSITIVE_INFINITY }], 'a task')).toThrow('finite bounds');
});

test('a logarithmic scale needs bounds that it can tell apart', () => {
  const fault = (low: number, high: number) => () => checkParameters([{ ...rate, low, high }], 'a task');
  expect(fault(0, 1)).toThrow('a task: parameter "rate": a logarithmic scale needs a lower bound above 0, got 0');
  expect(fault(1e10, 10000000000.000002)).toThrow(
    'on a logarithmic scale the bounds [10000000000, 10000000000.000002] are the same to the last digit: use a linear scale, or widen them',
  );
  expect(checkParameters([{ ...rate, low: 7, high: 7.1 }], 'a task')).toHaveLength(1);
});

test('a value of a parameter is inside its bounds, and whole where it has to be', () => {
  expect(faultOf(layers, 2)).toBeUndefined();
  expect(faultOf(layers, 2.5)).toBe('is no whole number');
  expect(faultOf(layers, 4)).toBe('is outside its bounds [-1, 3]');
  expect(faultOf(rate, 2.5)).toBeUndefined();
  expect(faultOf(rate, Number.NaN)).toBe('is outside its bounds [0.01, 100]');
});
