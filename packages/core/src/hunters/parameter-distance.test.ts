import { expect, it } from 'vitest';
import { context, recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Parameter } from '../contracts/parameter.js';
import { parameterDistance } from './parameter-distance.js';

const parameters: readonly Parameter[] = [
  { kind: 'real', name: 'a', low: 0, high: 10 },
  { kind: 'real', name: 'b', low: -100, high: 100 },
  { kind: 'real', name: 'c', low: 1e-3, high: 1e3, scale: 'log' },
];

const ask = (a: readonly number[], b: readonly number[], relative: number) =>
  parameterDistance(relative).test(
    {
      study: recordedStudy({ parameters }),
      hunter: recordedRun([1], { points: [a] }),
      victim: recordedRun([2], { points: [b] }),
    },
    context(),
  );

it('measures each coordinate by its range, logarithmic ones by their decades', () => {
  // 1/10, 20/200 and 0.6/6 of the range: √(3 · 0.1² / 3) = 0.1.
  const there = [6, 20, 10 ** 0.6];
  expect(ask([5, 0, 1], there, 0.0999)).toBeUndefined();
  expect(ask([5, 0, 1], there, 0.1001)).toEqual({
    by: 'parameterDistance',
    message: 'the best points of victim and hunter are 10 % of the range apart (limit 10 %)',
    data: { distance: expect.closeTo(0.1, 12) },
  });
  // √((0.3² + 0 + 0) / 3)
  expect(ask([5, 0, 1], [8, 0, 1], 0.173)).toBeUndefined();
  expect(ask([5, 0, 1], [8, 0, 1], 0.174)).toBeDefined();
});

it('is 1 between opposite corners, and 0 from a point to itself', () => {
  expect(ask([0, -100, 1e-3], [10, 100, 1e3], 1)?.data).toEqual({ distance: expect.closeTo(1, 12) });
  expect(ask([1, 2, 3], [1, 2, 3], 0)).toBeDefined();
});

it('says no while one of them has no best point', () => {
  const study = recordedStudy({ parameters });
  const [found, none] = [recordedRun([1], { points: [[1, 1, 1]] }), recordedRun([Infinity])];
  expect(parameterDistance(1).test({ study, hunter: found, victim: none }, context())).toBeUndefined();
  expect(parameterDistance(1).test({ study, hunter: none, victim: found }, context())).toBeUndefined();
});
