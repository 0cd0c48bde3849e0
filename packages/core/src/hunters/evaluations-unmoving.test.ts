import { expect, it } from 'vitest';
import { context, recordedHunt } from '../conditions/recorded-views.test.fixture.js';
import { evaluationsUnmoving } from './evaluations-unmoving.js';

const ask = (values: readonly number[], tolerance: number, calls = 4) => {
  const hunter = evaluationsUnmoving({ calls, tolerance });
  return hunter.test(recordedHunt(hunter, values), context());
};

// Values 9, 11, 9, 11: mean 10, standard deviation 1; the newest is 11 or 9.
it('compares the standard deviation of the last values with the newest', () => {
  expect(ask([9, 11, 9, 11], 0.0909)).toBeUndefined();
  expect(ask([9, 11, 9, 11], 0.091)).toBeDefined();
  expect(ask([11, 9, 11, 9], 0.111)).toBeUndefined();
  expect(ask([11, 9, 11, 9], 0.112)).toEqual({
    by: 'evaluationsUnmoving',
    message: 'the last 4 values deviate by 11.1 % (tolerance 11.2 %)',
    data: { deviation: expect.closeTo(1 / 9, 14), calls: 4 },
  });
  expect(ask([-11, -9, -11, -9], 0.112)).toBeDefined();
});

it('looks at the last values only, and at none while there are too few', () => {
  expect(ask([1e6, 5, 5, 5, 5], 0)).toBeDefined();
  expect(ask([5, 1e6, 5, 5, 5], 0)).toBeUndefined();
  expect(ask([5, 5, 5], 1)).toBeUndefined();
});

it('says yes at a newest value of 0 only if all of them are', () => {
  expect(ask([0, 0, 0, 0], 0.01)).toBeDefined();
  expect(ask([1e-300, 0, 0, 0], 0.01)).toBeUndefined();
});

it('takes values that are all +Infinity for unmoving, and some for moving', () => {
  expect(ask([Infinity, Infinity, Infinity, Infinity], 0.01)?.message).toBe('none of the last 4 trials succeeded');
  expect(ask([5, Infinity, Infinity, Infinity], 0.01)).toBeUndefined();
  expect(ask([Infinity, 5, 5, 5], 0.01)).toBeUndefined();
});

it('neither cancels nor overflows', () => {
  const large = 1e9;
  // Standard deviation 1e-3 around 1e9: lost if squares of the values were subtracted.
  expect(ask([large, large + 2e-3, large, large + 2e-3], 1.1e-12)).toBeDefined();
  expect(ask([large, large + 2e-3, large, large + 2e-3], 0.9e-12)).toBeUndefined();
  expect(ask([1e300, 1.1e300, 1e300, 1.1e300], 0.05)).toBeDefined();
  expect(ask([1e300, 1, 1, 1], 0.5)).toBeUndefined();
});
