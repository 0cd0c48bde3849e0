import { expect, test } from 'vitest';
import { minimaRows } from './minima.js';

const found = [0, 0.994959, 3].map((value, i) => ({ value, point: Float64Array.of(i), reached: 4 - i, run: i + 2 }));

test('the distinct minima are counted, the best ones listed, and it is told what was not seen', () => {
  const unseen = { nextIsNew: 0.05, expected: 5.333 };
  expect(minimaRows({ found, runs: 9, unseen }, 2)).toEqual([
    '3 distinct, reached by 9 runs; the next run finds another one with a chance of about 5 %; about 5 expected in all',
    '0, reached by 4 runs, first by run 2',
    '0.994959, reached by 3 runs, first by run 3',
  ]);
  expect(minimaRows({ found, runs: 9, unseen }, 0)).toHaveLength(1);
});

test('where nothing can be concluded, it says so', () => {
  const [one] = found.slice(1);
  expect(minimaRows({ found: one ? [one] : [], runs: 1 }, 3)).toEqual([
    '1 distinct, reached by 1 run; too few runs to tell how many were not seen',
  ]);
  expect(minimaRows({ found, runs: 12, unseen: { nextIsNew: 0.9 } }, 0)).toEqual([
    '3 distinct, reached by 12 runs; the next run finds another one with a chance of about 90 %; too many to tell how many there are',
  ]);
  expect(minimaRows({ found, runs: 300, others: 80 }, 0)).toEqual([
    '3 and more distinct, reached by 300 runs; the best 3 are kept',
  ]);
  expect(minimaRows({ found: [], runs: 0 }, 3)).toEqual([]);
});
