import { expect, it } from 'vitest';
import { context, recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Parameter } from '../contracts/parameter.js';
import { stepSize } from './step-size.js';

const parameters: readonly Parameter[] = [
  { kind: 'real', name: 'a', low: 0, high: 10 },
  { kind: 'real', name: 'b', low: 1e-3, high: 1e1, scale: 'log' },
];
const study = recordedStudy({ parameters });

const ask = (
  points: readonly (readonly number[])[],
  options: { readonly relative: number; readonly calls: number },
) => {
  const hunter = stepSize(options);
  const values = points.map((_, i) => (i % 2 === 0 ? 1 : Infinity));
  const { stepLookback = 0 } = hunter;
  const victim = recordedRun(values, { id: 2, points, stepLookback, space: study.space });
  return hunter.test({ study, hunter: recordedRun([1]), victim }, context());
};

// Steps: 6/10 of a range alone, then one of four decades alone, then 3/10 and a decade: √(0.36/2), √(0.0625/2), √((0.09 + 0.0625)/2).
const points = [
  [1, 1],
  [7, 1],
  [7, 0.1],
  [4, 1],
];
const steps = [0.6 / Math.SQRT2, 0.25 / Math.SQRT2, Math.sqrt(0.1525 / 2)];

it('compares the mean of the last steps, of failed trials too, with a fraction of the ranges', () => {
  const mean = ((steps[0] as number) + (steps[1] as number) + (steps[2] as number)) / 3;
  expect(ask(points, { relative: mean - 1e-9, calls: 4 })).toBeUndefined();
  expect(ask(points, { relative: mean + 1e-9, calls: 4 })).toEqual({
    by: 'stepSize',
    message: 'the last 4 points are on average 29.2 % of the range apart (limit 29.2 %)',
    data: { step: expect.closeTo(mean, 12), calls: 4 },
  });
});

it('looks at the last steps only, and at none while there are too few', () => {
  const last = ((steps[1] as number) + (steps[2] as number)) / 2;
  expect(ask(points, { relative: last + 1e-9, calls: 3 })?.data).toEqual({
    step: expect.closeTo(last, 12),
    calls: 3,
  });
  expect(ask(points, { relative: last - 1e-9, calls: 3 })).toBeUndefined();
  expect(ask(points, { relative: 1, calls: 5 })).toBeUndefined();
  expect(ask([], { relative: 1, calls: 2 })).toBeUndefined();
});

it('says yes to a run that does not move, and is 1 between opposite corners', () => {
  expect(
    ask(
      [
        [3, 1],
        [3, 1],
      ],
      { relative: 0, calls: 2 },
    ),
  ).toBeDefined();
  expect(
    ask(
      [
        [0, 1e-3],
        [10, 1e1],
      ],
      { relative: 1, calls: 2 },
    )?.data,
  ).toMatchObject({ step: expect.closeTo(1, 12) });
});

it('declares the steps that it looks at, and no values', () => {
  expect(stepSize()).toMatchObject({ options: { relative: 0.01, calls: 100 }, stepLookback: 99 });
  expect(stepSize().lookback).toBeUndefined();
});
