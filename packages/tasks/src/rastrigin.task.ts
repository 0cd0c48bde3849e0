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

export const options = defineOptions({ dims: dimsOption(10) });
export type RastriginOptions = Input<typeof options>;

/**
 * Rastrigin's function: f(x) = 10 n + Σ x_i² − 10 cos 2πx_i; about 11^n minima on a grid.
 *
 * Box [-5.12, 5.12]^dims, minimum 0 at 0. Source: H. Mühlenbein, M. Schomisch and J. Born, The parallel genetic algorithm as
 * function optimizer, Parallel Computing 17 (1991), function F6, after L. A. Rastrigin 1974.
 */
export const rastrigin = taskFactory('rastrigin', options, import.meta.url);

export const minimum = ({ dims }: Parsed<typeof options>): KnownMinimum => ({
  value: 0,
  point: new Float64Array(dims),
});

export default defineTask(given => {
  const { dims } = parseOptions(options, given, 'rastrigin');
  return { name: 'rastrigin', parameters: parametersFromBounds(box(dims, -5.12, 5.12)), evaluate: evaluateBy(value) };
});

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    // 10 − 10 cos 2πx = 20 sin² πx keeps its digits near the minima.
    const s = Math.sin(Math.PI * x[i]!);
    sum += x[i]! * x[i]! + 20 * s * s;
    if (gradient) gradient[i] = 2 * x[i]! + 20 * Math.PI * Math.sin(2 * Math.PI * x[i]!);
  }
  return sum;
};
