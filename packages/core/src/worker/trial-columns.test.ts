import { expect, test } from 'vitest';
import type { Evaluation } from '../contracts/task.js';
import { evaluationsOf, TrialColumns } from './trial-columns.js';

const point = Float64Array.of(1, 2);

/** What an optimizer is told of trials that are made where it lives, and of the same ones made elsewhere. */
function toldOf(results: Iterable<Evaluation>): { here: Evaluation[]; elsewhere: Evaluation[] } {
  const columns = new TrialColumns(1, point.length, 1);
  const here = Array.from(results, result => columns.add(point, result));
  return { here, elsewhere: evaluationsOf(columns.take()) };
}

test('an optimizer is told the same of a trial, wherever that was made', () => {
  const { here, elsewhere } = toldOf([
    { value: 1 },
    { value: 2, extras: { note: 'kept with the trial, not told' } },
    { value: 3, gradient: Float64Array.of(1, -0), residuals: Float64Array.of(5, 6, 7), extras: 8 },
    { value: 4, gradient: Float64Array.of(Number.NaN, Number.NaN) },
    { value: 5, gradient: Float64Array.of(Number.NaN, 0) },
  ]);
  expect(here).toStrictEqual(elsewhere);
  expect(here.map(told => Object.keys(told).join(' '))).toEqual([
    'value',
    'value',
    'value gradient residuals',
    'value',
    'value gradient',
  ]);
});

test('a task may fill the same arrays again for the next trial', () => {
  const gradient = new Float64Array(2);
  const residuals = new Float64Array(1);
  function* results(): Generator<Evaluation> {
    for (const value of [1, 2, 3]) yield { value, gradient: gradient.fill(value), residuals: residuals.fill(value) };
  }
  const expected = [1, 2, 3].map(value => ({
    value,
    gradient: Float64Array.of(value, value),
    residuals: Float64Array.of(value),
  }));
  const { here, elsewhere } = toldOf(results());
  expect(here).toStrictEqual(expected);
  expect(elsewhere).toStrictEqual(expected);
});
