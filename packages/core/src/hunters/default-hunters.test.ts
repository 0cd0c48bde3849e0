import { expect, it } from 'vitest';
import { formatCondition } from '../conditions/format-condition.js';
import { context, recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import { defaultHunters } from './default-hunters.js';

const hunters = defaultHunters();
const flat = (n: number, value: number) => Array<number>(n).fill(value);
const hunt = (values: readonly number[], { hunterBest = 1, at = [4, 4] } = {}) =>
  hunters.test(
    {
      study: recordedStudy(),
      hunter: recordedRun([hunterBest], { points: [[0, 0]] }),
      victim: recordedRun(values, { id: 2, points: values.map(() => at), lookback: hunters.lookback ?? 0 }),
    },
    context(),
  );

it('are the ones that the documentation states', () => {
  expect(formatCondition(hunters)).toBe(
    'any(all(minTrials(trials=3000), bestUnmoving(calls=3000, tolerance=0.01), valueAnnealing(medianKillChance=0.5)), ' +
      'all(minTrials(trials=3000), parameterDistance(relative=0.01, against=hunter)))',
  );
  expect(hunters.lookback).toBe(3000);
});

it('kill a hopeless standstill, with all three reasons', () => {
  const reason = hunt(flat(3001, 1e6));
  expect(reason?.because?.[0]?.because?.map(({ by }) => by)).toEqual(['minTrials', 'bestUnmoving', 'valueAnnealing']);
});

it('kill a run that searches where the best one does', () => {
  expect(hunt(flat(3000, 1), { at: [0.01, 0.01] })?.because?.[0]?.because?.map(({ by }) => by)).toEqual([
    'minTrials',
    'parameterDistance',
  ]);
});

it('spare the young, the improving and those that stand still as high as the best', () => {
  expect(hunt(flat(2999, 1e6), { at: [0, 0] })).toBeUndefined();
  expect(hunt([1e6, ...flat(3000, 0.98e6)])).toBeUndefined();
  expect(hunt(flat(3001, 1))).toBeUndefined();
});
