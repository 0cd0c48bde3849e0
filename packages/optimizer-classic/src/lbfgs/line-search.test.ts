import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineSearch } from './line-search.js';

const far = { first: 1, longest: Number.POSITIVE_INFINITY };
const coefficient = fc.double({ min: -5, max: 5, noNaN: true });

test('finds a step with weak Wolfe conditions on quartics, also where values fail on the way up', () => {
  fc.assert(
    fc.property(
      fc.tuple(coefficient, coefficient, fc.double({ min: 0.01, max: 5, noNaN: true })),
      fc.double({ min: 1e-3, max: 100, noNaN: true }),
      fc.double({ min: 1e-4, max: 1e4, noNaN: true }),
      ([c2, c3, c4], steepness, first) => {
        // The slope at 0 is −steepness; bounded below.
        const f = (t: number) => -steepness * t + c2 * t ** 2 + c3 * t ** 3 + c4 * t ** 4;
        const df = (t: number) => -steepness + 2 * c2 * t + 3 * c3 * t ** 2 + 4 * c4 * t ** 3;
        // Far up the hill.
        const fails = (t: number) => df(t) > 10 * steepness;
        const search = new LineSearch(f(0), df(0), { ...far, first });
        let t = first;
        let tried = 0;
        for (let verdict = ''; verdict !== 'accept'; tried++) {
          t = search.step;
          expect(t).toBeGreaterThan(0);
          const lost = fails(t);
          verdict = search.judge(lost ? Number.POSITIVE_INFINITY : f(t), df(0) * t, lost ? Number.NaN : df(t));
          expect(tried).toBeLessThan(60);
        }
        expect(f(t)).toBeLessThanOrEqual(f(0) + 1e-4 * t * df(0) + 1e-12);
        expect(df(t)).toBeGreaterThanOrEqual(0.9 * df(0));
        expect(search.step).toBe(t);
      },
    ),
  );
});

test('takes a decrease for enough where a bound bends the line', () => {
  const search = new LineSearch(10, -1, far);
  expect(search.judge(9.9, -1, Number.NaN)).toBe('accept');
});

test('never goes beyond the longest step, and accepts it when the line still falls there', () => {
  const search = new LineSearch(0, -1, { first: 0.5, longest: 2 });
  expect(search.judge(-0.5, -0.5, -1)).toBe('longer');
  expect(search.step).toBe(2);
  expect(search.judge(-2, -2, -1)).toBe('accept');
});

test('lets slopes decide where values cannot be told apart', () => {
  const value = 1e6;
  const accepted = new LineSearch(value, -1e-8, far);
  expect(accepted.judge(value + 1e-7, -1e-8, 1e-9)).toBe('accept');
  const rejected = new LineSearch(value, -1e-8, far);
  expect(rejected.judge(value + 1e-7, -1e-8, 1e-7)).toBe('shorter');
});
