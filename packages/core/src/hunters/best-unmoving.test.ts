import { expect, it } from 'vitest';
import { context, recordedHunt } from '../conditions/recorded-views.test.fixture.js';
import { bestUnmoving } from './best-unmoving.js';

const ask = (values: readonly number[], tolerance = 0.01, calls = 3) => {
  const hunter = bestUnmoving({ calls, tolerance });
  return hunter.test(recordedHunt(hunter, values), context());
};

it('compares the best value with that of so many trials ago', () => {
  // Best so far: 100, 100, 100, 99: moved by 1 % in the last 3 trials.
  expect(ask([100, 150, 120, 99])).toEqual({
    by: 'bestUnmoving',
    message: 'best value moved by 1 % in the last 3 trials (tolerance 1 %)',
    data: { change: 0.01, before: 100, now: 99, calls: 3 },
  });
  expect(ask([100, 150, 120, 98.9])).toBeUndefined();
  // What moved before does not count: 200, then 100, 100, 100, 100.
  expect(ask([200, 100, 101, 102, 103], 0)).toBeDefined();
  expect(ask([-100, 0, 0, -101])).toBeDefined();
  expect(ask([-100, 0, 0, -101.1])).toBeUndefined();
});

it('says no until there are more trials than it looks back', () => {
  expect(ask([5, 5, 5])).toBeUndefined();
  expect(ask([5, 5, 5, 5])).toBeDefined();
});

it('says yes at a best value of 0 only if it stays 0', () => {
  expect(ask([0, 1, 1, 1])).toBeDefined();
  expect(ask([0, 1, 1, -1e-300])).toBeUndefined();
});

it('says yes while nothing has succeeded at all', () => {
  expect(ask([Infinity, Infinity, Infinity])).toBeUndefined();
  expect(ask([Infinity, Infinity, Infinity, Infinity])?.message).toBe(
    'no trial has succeeded until now, 3 trials after the first',
  );
  expect(ask([Infinity, Infinity, Infinity, 1e9])).toBeUndefined();
});
