import { expect, it } from 'vitest';
import { maxEvaluations } from '../checkers/index.js';
import { bestUnmoving, evaluationsUnmoving, minTrials } from '../hunters/index.js';
import { defineCondition } from './define-condition.js';
import { context } from './recorded-views.test.fixture.js';

const atLeast = defineCondition({
  name: 'atLeast',
  description: 'if the view is at least the limit',
  options: {
    limit: { type: 'number', description: 'the limit' },
    back: { type: 'integer', default: 2, description: 'how far it looks back' },
  },
  first: 'limit',
  lookback: ({ back }) => back,
  test: (view: number, { limit }) => (view >= limit ? { message: `${view} ≥ ${limit}` } : undefined),
  remaining: (view, { limit }) => limit - view,
  watchValue: ({ limit }) => -limit,
});

it('makes conditions from a name, options and a question', () => {
  const condition = atLeast({ limit: 3, back: 5 });
  expect(condition).toMatchObject({ name: 'atLeast', options: { limit: 3, back: 5 }, lookback: 5, watchValue: -3 });
  expect(condition.test(2, context())).toBeUndefined();
  expect(condition.test(3, context())).toEqual({ by: 'atLeast', message: '3 ≥ 3' });
  expect(condition.remaining?.(1)).toBe(2);
  expect(atLeast(4).options).toEqual({ limit: 4, back: 2 });
});

it('leaves out what a condition has no opinion on', () => {
  expect(Object.keys(minTrials(5)).sort()).toEqual(['name', 'options', 'test']);
});

it('describes itself to text', () => {
  expect(atLeast.part).toMatchObject({ name: 'atLeast', description: 'Says yes if the view is at least the limit.' });
  expect(Object.keys(atLeast.part.options)).toEqual(['limit', 'back']);
});

it('refuses wrong options in the sentence that all parts use', () => {
  // @ts-expect-error the types know it too
  expect(() => minTrials('x')).toThrow('minTrials: trials: expected a positive integer, got "x"');
  expect(() => minTrials(0)).toThrow('minTrials: trials: expected a positive integer, got 0');
  expect(() => minTrials([5])).toThrow('minTrials: trials: expected a positive integer, got [5]');
  // @ts-expect-error
  expect(() => minTrials({ trails: 5 })).toThrow('minTrials: unknown option "trails"; did you mean "trials"?');
  // @ts-expect-error
  expect(() => maxEvaluations()).toThrow('maxEvaluations: evaluations: is required');
  // @ts-expect-error no option of it says most by itself
  expect(() => evaluationsUnmoving(5)).toThrow('evaluationsUnmoving: expected an object of options, got 5');
  expect(() => bestUnmoving({ tolerance: -1 })).toThrow(
    'bestUnmoving: tolerance: expected a number of at least 0, got -1',
  );
});
