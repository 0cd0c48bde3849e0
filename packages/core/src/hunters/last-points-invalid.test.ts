import { expect, it } from 'vitest';
import { context, recordedHunt } from '../conditions/recorded-views.test.fixture.js';
import { lastPointsInvalid } from './last-points-invalid.js';

const ask = (values: readonly number[], trials = 3) => {
  const hunter = lastPointsInvalid(trials);
  return hunter.test(recordedHunt(hunter, values), context());
};

it('says yes if none of the last trials gave a finite value', () => {
  expect(ask([5, Infinity, Infinity, Infinity])).toEqual({
    by: 'lastPointsInvalid',
    message: 'none of the last 3 trials gave a finite value',
    data: { trials: 3 },
  });
  expect(ask([Infinity, 5, Infinity, Infinity])).toBeUndefined();
  expect(ask([Infinity, Infinity, Infinity, 5])).toBeUndefined();
  expect(ask([5, Infinity], 1)?.message).toBe('the last trial gave no finite value');
});

it('says no while there are fewer trials', () => {
  expect(ask([Infinity, Infinity])).toBeUndefined();
  expect(ask([Infinity, Infinity, Infinity])).toBeDefined();
});

it('keeps no more than it looks at', () => {
  expect(lastPointsInvalid(3).lookback).toBe(2);
  expect(lastPointsInvalid().options).toEqual({ trials: 100 });
});
