import { expect, test } from 'vitest';
import { areaDifference, areaDifferenceInterval } from './area-difference.js';
import { a12 } from './effect-size.js';
import { expectedRunningTime, runningTimeInterval } from './expected-running-time.js';
import { mannWhitney, upperTail } from './mann-whitney.js';
import { newcombe } from './newcombe.js';
import { quantile } from './quantile.js';
import { wilson } from './wilson.js';

// R. G. Newcombe, Statistics in Medicine 17 (1998): table I of the first paper (pp. 857–872), method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('Wilson’s interval of %i of %i is the published one', (successes, of, low, high) => {
  const interval = wilson(successes, of);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

// Table II of the second paper (pp. 873–890), method 10.
test.each([
  [[56, 70], [48, 80], 0.0524, 0.3339],
  [[9, 10], [3, 10], 0.1705, 0.809],
  [[6, 7], [2, 7], 0.0582, 0.8062],
  [[5, 56], [0, 29], -0.0381, 0.1926],
  [[10, 10], [0, 10], 0.6075, 1],
] as const)('Newcombe’s interval of %j − %j is the published one', (first, second, low, high) => {
  const interval = newcombe(first, second);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

// Computed once with SciPy 1.17.1.
test('the rank test without ties is SciPy’s exact one', () => {
  const { wins, p } = mannWhitney([1.1, 2.2, 3.3, 4.4, 5.5], [3, 4, 6, 7, 8, 9]);
  expect(wins).toBe(25);
  expect(p).toBeCloseTo(0.08225108225108226, 14); // mannwhitneyu(…, method='exact')
});

test('the rank test with ties counts every division of the mid-ranks', () => {
  // All divisions by itertools.combinations over scipy.stats.rankdata, twice the smaller tail.
  expect(mannWhitney([1, 1, 1, 2, 5, 7], [1, 2, 2, 3, 5, 8, 9]).p).toBeCloseTo(0.25524475524475526, 14);
  expect(mannWhitney([1e-8, 1e-8], [1e-8, 1e-8, 1e-8])).toEqual({ wins: 3, p: 1 });
});

test('the rank test of many values is SciPy’s with the corrections for ties and continuity', () => {
  const first = Array.from({ length: 70 }, (_, i) => Math.floor(((i * 7919) % 101) / 4));
  const second = Array.from({ length: 60 }, (_, i) => Math.floor(((i * 104_729) % 103) / 4) + 3);
  const { wins, p } = mannWhitney(first, second);
  expect(70 * 60 - wins).toBe(1633); // mannwhitneyu(…, method='asymptotic', use_continuity=True)
  expect(p).toBeCloseTo(0.029231522404309155, 12);
});

test('50 against 50 values with a third of them solved are counted exactly, with infinite values as any other', () => {
  const first = Array.from({ length: 50 }, (_, i) => (i < 17 ? 1e-8 : i));
  const second = Array.from({ length: 50 }, (_, i) => (i < 17 ? 1e-8 : i < 49 ? i + 20 : Number.POSITIVE_INFINITY));
  expect(mannWhitney(first, second).p).toBeGreaterThan(0.001);
  expect(mannWhitney(first, second).p).toBeLessThan(0.05);
});

test('the normal distribution’s tail is right to its digits', () => {
  // scipy.stats.norm.sf
  const known = [
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [1.96, 0.024997895148220435],
    [2.99, 0.0013948872354922468],
    [3.01, 0.0013062384487694675],
    [6, 9.865876450376946e-10],
  ] as const;
  for (const [z, share] of known) expect(upperTail(z) / share).toBeCloseTo(1, 10);
});

test('A12 is the share of pairs that the first one wins, half of those that are equal', () => {
  expect(a12([1, 2], [3, 4])).toBe(1);
  expect(a12([3], [3])).toBe(0.5);
  expect(a12([1, 5], [2, 3])).toBe(0.5);
});

test('quantiles are NumPy’s, and infinite values stay infinite', () => {
  expect([0.25, 0.5, 0.75].map(fraction => quantile([1, 4, 2, 10], fraction))).toEqual([1.75, 3, 5.5]);
  expect(quantile([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], 0.5)).toBe(Number.POSITIVE_INFINITY);
  expect(quantile([], 0.5)).toBeNaN();
});

test('the expected running time pays for tries in vain, and is infinite without a success', () => {
  const tries = [
    { evaluations: 100, success: true },
    { evaluations: 1000, success: false },
    { evaluations: 400, success: true },
  ];
  expect(expectedRunningTime(tries)).toBe(750);
  expect(expectedRunningTime([{ evaluations: 5, success: false }])).toBe(Number.POSITIVE_INFINITY);
  const { low, high } = runningTimeInterval(tries);
  expect(low).toBeLessThan(750);
  expect(high).toBe(Number.POSITIVE_INFINITY); // one resample of 27 has no success
});

test('the bootstrap interval of a mean agrees with the normal one where that holds, and is the same again', () => {
  const values = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 1 : 0));
  const strata = [
    { first: values, second: [0] },
    { first: [2], second: [1] },
  ];
  expect(areaDifference(strata)).toBe(0.75);
  const { low, high } = areaDifferenceInterval(strata);
  const half = (1.96 * 0.5) / Math.sqrt(200) / 2; // the other stratum has no spread
  expect((0.75 - low) / half).toBeCloseTo(1, 0);
  expect((high - 0.75) / half).toBeCloseTo(1, 0);
  expect(areaDifferenceInterval(strata)).toEqual({ low, high });
});
