import { expect, test } from 'vitest';
import { meanInterval } from './mean-interval.js';
import { wilson } from './wilson.js';

test('a proportion has the score interval', () => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  const table: readonly (readonly number[])[] = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ];
  for (const [successes, of, low, high] of table as [number, number, number, number][])
    expect(wilson(successes, of)).toEqual({
      value: successes / of,
      low: expect.closeTo(low, 4),
      high: expect.closeTo(high, 4),
    });
  expect(wilson(20, 20).high).toBe(1);
  expect(wilson(20, 20).low).toBeCloseTo(1 - wilson(0, 20).high, 12);
});

test('a mean has the interval of Student', () => {
  const interval = (numbers: readonly number[]) => {
    const sum = numbers.reduce((all, x) => all + x, 0);
    const squares = numbers.reduce((all, x) => all + x * x, 0);
    return meanInterval(numbers.length, sum, squares);
  };
  // Variance 1; the quantiles of 5 and 9 degrees of freedom are 2.571 and 2.262.
  const six = [-1, -1, -1, 1, 1, 1].map(x => 7 + x * Math.sqrt(5 / 6));
  expect(interval(six).value).toBeCloseTo(7, 12);
  expect((interval(six).high - 7) * Math.sqrt(6)).toBeCloseTo(2.571, 2);
  const ten = [-1, -1, -1, -1, -1, 1, 1, 1, 1, 1].map(x => 7 + x * Math.sqrt(0.9));
  expect((7 - interval(ten).low) * Math.sqrt(10)).toBeCloseTo(2.262, 3);
  expect(interval([4, 4, 4, 4, 4, 4])).toEqual({ value: 4, low: 4, high: 4 });
});
