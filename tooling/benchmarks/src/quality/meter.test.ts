import { expect, test } from 'vitest';
import { Meter } from './meter.js';
import { loadProblem } from './problems/problem.js';

const context = { signal: new AbortController().signal, run: 1, trial: 1, seed: 0, directory: '' };
const point = (x: number) => Float64Array.of(x, 0);

test('each improvement within the budget is kept, and what is evaluated beyond is not', async () => {
  const meter = new Meter(await loadProblem('sphere(dims=2)', 1e-8), 4);
  for (const x of [3, 4, 2, 2.5, 1]) meter.value(point(x));
  expect(meter).toMatchObject({
    improvements: [
      [1, 9],
      [3, 4],
    ],
    spent: 4,
    over: true,
    solved: false,
    best: 4,
  });
});

test('it is over when the target is reached, at the evaluations that it took', async () => {
  const meter = new Meter(await loadProblem('sphere(dims=2)', 1e-8), 100);
  for (const x of [3, 1e-5, 0, 5]) meter.value(point(x));
  expect(meter).toMatchObject({ spent: 2, over: true, solved: true, best: 1e-5 * 1e-5 });
});

test('a gradient costs one evaluation per dimension where it is wanted and given, a trial that fails costs one', async () => {
  const problem = await loadProblem('sphere(dims=2)', 1e-8);
  const meter = new Meter(problem, 100);
  const { evaluate } = meter.task();
  await evaluate(point(3), { ...context, wants: [] });
  expect(await evaluate(point(2), { ...context, wants: ['gradient'] })).toMatchObject({ value: 4 });
  expect(meter.improvements).toEqual([
    [1, 9],
    [4, 4],
  ]);
  const poor = new Meter(problem, 3);
  await poor.task().evaluate(point(3), { ...context, wants: [] });
  await poor.task().evaluate(point(2), { ...context, wants: ['gradient'] });
  expect(poor).toMatchObject({ improvements: [[1, 9]], spent: 3, over: true });
  const failing = {
    ...problem,
    task: {
      ...problem.task,
      evaluate: () => {
        throw new Error('no');
      },
    },
  };
  const other = new Meter(failing, 100);
  expect(() => other.task().evaluate(point(1), { ...context, wants: [] })).toThrow('no');
  expect(other.spent).toBe(1);
});
