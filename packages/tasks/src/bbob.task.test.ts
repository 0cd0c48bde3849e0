import { bbob, knownMinimum } from '@glompo/tasks';
import { taskConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';
import { expect, test } from 'vitest';
import { bbobProblem } from './bbob/functions.js';
import create, { type BbobOptions } from './bbob.task.js';
import { disturbed } from './disturbed.js';

const context = { signal: new AbortController().signal, run: 1, trial: 1, seed: 7, directory: '', wants: [] };
const off = { delay: 0, busy: false, noise: 0, relativeNoise: 0, failureRate: 0, gradients: true };

for (let fn = 1; fn <= 24; fn++)
  describeConformance(
    `bbob f${fn}`,
    taskConformance({ task: bbob({ function: fn, instance: 2, dims: 4 }), points: 6 }),
  );

test('the value is f_opt at x_opt, and both are known', () => {
  // As COCO tells them of its first problem.
  const { value, point } = knownMinimum('bbob', { function: 1, instance: 1, dims: 2 })!;
  expect(value).toBe(79.48);
  expect(point).toEqual(Float64Array.of(0.2527999999999997, -1.1568));
  expect(create({ function: 1, instance: 1, dims: 2 }).evaluate(point!, context)).toBe(79.48);
});

test('its evaluations may be slow, noisy and unreliable as those of the other functions, and are not unless asked to', async () => {
  const which = { function: 8, instance: 2, dims: 3 };
  const x = Float64Array.of(1, -2, 0.5);
  const at = (options: BbobOptions) => create({ ...which, ...options }).evaluate(x, context);
  const exact = at({}) as number;
  const { fopt, excess } = bbobProblem(which);
  expect(exact).toBe(excess(x) + fopt);
  const noisy = (value: number, options: { noise?: number; relativeNoise?: number }) =>
    disturbed('bbob', () => value, { ...off, ...options })(x, context);
  expect(at({ noise: 2 })).toBe(noisy(exact, { noise: 2 }));
  expect(at({ noise: 2 })).not.toBe(exact);
  expect(at({ relativeNoise: 0.1 })).toBe(noisy(exact, { relativeNoise: 0.1 }));
  expect(() => at({ failureRate: 1 })).toThrow('bbob: this trial fails by chance: failureRate is 1');
  const late = at({ delay: 0.001 });
  expect(late).toBeInstanceOf(Promise);
  expect(await late).toBe(exact);
  expect(at({ delay: 0.001, busy: true })).toBe(exact);
  expect(knownMinimum('bbob', { ...which, noise: 2 })).toEqual(knownMinimum('bbob', which));
});

test('the box is [-5, 5] in each dimension', () => {
  const { parameters } = create({ function: 24, dims: 3 });
  expect(parameters.map(({ low, high }) => [low, high])).toEqual([
    [-5, 5],
    [-5, 5],
    [-5, 5],
  ]);
});

test('functions that do not exist are refused by name', () => {
  expect(() => bbob({ function: 25 })).toThrow('bbob: function: expected an integer from 1 to 24, got 25');
  expect(() => bbob({ instance: 0 })).toThrow('bbob: instance: expected an integer from 1 to 200000, got 0');
  expect(() => bbob({ dims: 1 })).toThrow('bbob: dims: expected an integer from 2 to 1000, got 1');
});
