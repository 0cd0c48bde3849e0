import { expect, it } from 'vitest';
import { context, recordedHunt } from '../conditions/recorded-views.test.fixture.js';
import { minTrials } from './min-trials.js';

const ask = (trials: number) => {
  const hunter = minTrials(3);
  return hunter.test(recordedHunt(hunter, Array(trials).fill(1)), context());
};

it('says yes from the given number of trials on, failed ones included', () => {
  expect(ask(2)).toBeUndefined();
  expect(ask(3)).toEqual({ by: 'minTrials', message: '3 trials (at least 3)', data: { trials: 3 } });
  expect(ask(4)?.data).toEqual({ trials: 4 });
  const hunter = minTrials(2);
  expect(hunter.test(recordedHunt(hunter, [Infinity, Infinity]), context())).toBeDefined();
});

it('takes its option by itself or by name, 500 by default', () => {
  expect(minTrials(7).options).toEqual({ trials: 7 });
  expect(minTrials({ trials: 7 }).options).toEqual({ trials: 7 });
  expect(minTrials().options).toEqual({ trials: 500 });
});
