import { bbob, knownMinimum } from '@glompo/tasks';
import { taskConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';
import { expect, test } from 'vitest';
import create from './bbob.task.js';

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
  expect(create({ function: 1, instance: 1, dims: 2 }).evaluate(point!)).toBe(79.48);
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
