import { expect, test } from 'vitest';
import { purposeOf } from './purpose.js';

test('low seeds and instances are for development, high ones for evidence', () => {
  expect(purposeOf([0, 999], [1, 5])).toBe('development');
  expect(purposeOf([10_000, 4_000_000_000], [6, 15])).toBe('evidence');
});

test('instances that are the seeds are not among those for evidence, unless the seeds are', () => {
  expect(purposeOf([1, 5, 16, 999], [], [1, 5, 16, 999])).toBe('development');
  expect(purposeOf([10_000], [6], [10_000])).toBe('evidence');
  expect(() => purposeOf([5, 6], [], [5, 6])).toThrow('must not be mixed');
});

test.each([
  [[1, 10_000], [], 'must not be mixed'],
  [[1], [6], 'must not be mixed'],
  [[1000], [], '--seeds: 1000 is for neither'],
  [[9999], [], '--seeds: 9999 is for neither'],
  [[10_000], [16], '--instances: 16 is for neither'],
  [[1], [0], '--instances: 0 is for neither'],
  [[], [], '--seeds: expected at least one'],
])('seeds %j with instances %j are refused', (seeds, instances, message) => {
  expect(() => purposeOf(seeds, instances)).toThrow(message);
});
