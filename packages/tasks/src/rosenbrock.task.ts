import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'rosenbrock',
  options: { dims: dimsOption(10, 2) },
  create: ({ dims }) => ({ parameters: realBox(dims, -5, 10), value }),
  minimum: ({ dims }) => ({
    value: 0,
    point: new Float64Array(dims).fill(1),
  }),
});
export const { options, minimum } = definition;
export type RosenbrockOptions = Input<typeof options>;

/**
 * Rosenbrock's valley: f(x) = Σ 100 (x_{i+1} − x_i²)² + (1 − x_i)², i = 1 … n−1.
 *
 * Box [-5, 10]^dims, dims ≥ 2, minimum 0 at (1, …, 1); from 4 dimensions on there is a second minimum near (−1, 1, …, 1).
 * Source: H. H. Rosenbrock, An automatic method for finding the greatest or least value of a function, The Computer Journal 3
 * (1960).
 */
export const rosenbrock = taskFactory('rosenbrock', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const bend = x[i + 1]! - x[i]! * x[i]!;
    const rest = 1 - x[i]!;
    sum += 100 * bend * bend + rest * rest;
    if (gradient) {
      gradient[i]! -= 400 * bend * x[i]! + 2 * rest;
      gradient[i + 1]! += 200 * bend;
    }
  }
  return sum;
};
