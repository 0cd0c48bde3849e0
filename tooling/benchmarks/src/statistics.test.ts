import { createRandom } from '@glompo/core';
import { expect, test } from 'vitest';
import { fisherLess, holm, median, ratioOfMediansUpTo, slope } from './statistics.js';

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

test('Fisher’s exact test counts the tables that are as extreme, or more', () => {
  // The lady tasting tea: one of four right by guessing, or none.
  expect(fisherLess([1, 4], [3, 4])).toBeCloseTo(17 / 70, 12);
  expect(fisherLess([4, 4], [4, 4])).toBeCloseTo(1, 12);
  // (20 choose 10) tables, of which one has no success at all in the first ten.
  expect(fisherLess([0, 10], [10, 10])).toBeCloseTo(1 / 184_756, 12);
});

test('Holm’s adjustment multiplies the smallest p value most, and keeps their order', () => {
  for (const [i, p] of [0.03, 0.06, 0.06].entries()) expect(holm([0.01, 0.04, 0.03])[i]).toBeCloseTo(p, 12);
  expect(holm([0.9, 0.6])).toEqual([1, 1]);
});

test('the limit of a ratio of medians lies above the ratio, nearer with more samples, and is the same again', () => {
  const random = createRandom(3);
  const draw = (count: number, mean: number) => Array.from({ length: count }, () => mean * (1 + 0.1 * random.normal()));
  const few = [draw(20, 110), draw(20, 100)] as const;
  const many = [draw(500, 110), draw(500, 100)] as const;
  const limit = (quantile: number, [a, b]: typeof few) => ratioOfMediansUpTo(quantile, a, b);
  expect(limit(0.95, few)).toBeGreaterThan(median(few[0]) / median(few[1]));
  expect(limit(0.95, many) - limit(0.05, many)).toBeLessThan(limit(0.95, few) - limit(0.05, few));
  expect(limit(0.05, many)).toBeLessThan(1.1);
  expect(limit(0.95, many)).toBeGreaterThan(1.1);
  expect(limit(0.95, few)).toBe(limit(0.95, few));
});
