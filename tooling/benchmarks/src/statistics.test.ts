import { expect, test } from 'vitest';
import { median, slope } from './statistics.js';

test('the median is in the middle, of an even number between the two', () => {
  expect(median([5, 1, 100])).toBe(5);
  expect(median([4, 1, 100, 2])).toBe(3);
  expect(median([])).toBeNaN();
});

test('the slope is that of the line with the least squares', () => {
  expect(
    slope([
      [1, 10],
      [2, 12],
      [3, 14],
    ]),
  ).toBeCloseTo(2);
  expect(
    slope([
      [0, 0],
      [1, 3],
      [2, 0],
    ]),
  ).toBeCloseTo(0);
});
