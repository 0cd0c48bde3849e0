import {
  box,
  defineOptions,
  defineTask,
  type Input,
  type Parsed,
  parametersFromBounds,
  parseOptions,
} from '@glompo/core/plugin';
import { type Differentiable, evaluateBy } from './differentiable.js';
import { dimsOption } from './dims.js';
import type { KnownMinimum } from './known-minimum.js';
import { taskFactory } from './task-factory.js';

export const options = defineOptions({ dims: dimsOption(10, 2) });
export type RosenbrockOptions = Input<typeof options>;

/**
 * Rosenbrock's valley: f(x) = Σ 100 (x_{i+1} − x_i²)² + (1 − x_i)², i = 1 … n−1.
 *
 * Box [-5, 10]^dims, dims ≥ 2, minimum 0 at (1, …, 1); from 4 dimensions on there is a second minimum near (−1, 1, …, 1).
 * Source: H. H. Rosenbrock, An automatic method for finding the greatest or least value of a function, The Computer Journal 3
 * (1960).
 */
export const rosenbrock = taskFactory('rosenbrock', options, import.meta.url);

export const minimum = ({ dims }: Parsed<typeof options>): KnownMinimum => ({
  value: 0,
  point: new Float64Array(dims).fill(1),
});

export default defineTask(given => {
  const { dims } = parseOptions(options, given, 'rosenbrock');
  return { name: 'rosenbrock', parameters: parametersFromBounds(box(dims, -5, 10)), evaluate: evaluateBy(value) };
});

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
