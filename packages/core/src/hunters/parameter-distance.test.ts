import { expect, it } from 'vitest';
import { context, recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Parameter } from '../contracts/parameter.js';
import type { RunView } from '../contracts/view.js';
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

it('against all: spares the better one of two that are close', () => {
  const at = (best: number, id: number, where: number) => recordedRun([best], { id, points: [[where, 0, 1]] });
  // Runs 2, 3 and 4 are within 1 % of each other, run 5 is far; run 1 hunts.
  const live = [
    at(1, 1, 0),
    at(3, 2, 5),
    at(2, 3, 5.05),
    at(2, 4, 5.1),
    at(9, 5, 8),
    recordedRun([Infinity], { id: 6 }),
  ];
  const study = recordedStudy({ parameters, live });
  const reasonOf = (id: number, against: 'hunter' | 'all') =>
    parameterDistance({ relative: 0.01, against }).test(
      { study, hunter: live[0] as RunView, victim: live[id - 1] as RunView },
      context(),
    );
  for (const id of [2, 3, 4, 5, 6]) expect(reasonOf(id, 'hunter')).toBeUndefined();
  expect(reasonOf(2, 'all')).toEqual({
    by: 'parameterDistance',
    // 0.05 of a range of 10, in one of three coordinates.
    message: 'the best points of victim and run 3 are 0.289 % of the range apart (limit 1 %)',
    data: { distance: expect.closeTo(0.005 / Math.sqrt(3), 12), run: 3 },
  });
  expect(reasonOf(3, 'all')).toBeUndefined();
  // As good as run 3, which is older.
  expect(reasonOf(4, 'all')?.data).toMatchObject({ run: 3 });
  expect(reasonOf(5, 'all')).toBeUndefined();
  expect(reasonOf(6, 'all')).toBeUndefined();
  const near = { study, hunter: live[0] as RunView, victim: at(7, 7, 0.1) };
  expect(parameterDistance({ relative: 0.01, against: 'all' }).test(near, context())?.message).toMatch(
    /victim and hunter are/,
  );
});

it('says no while one of them has no best point', () => {
  const study = recordedStudy({ parameters });
  const [found, none] = [recordedRun([1], { points: [[1, 1, 1]] }), recordedRun([Infinity])];
  expect(parameterDistance(1).test({ study, hunter: found, victim: none }, context())).toBeUndefined();
  expect(parameterDistance(1).test({ study, hunter: none, victim: found }, context())).toBeUndefined();
});
