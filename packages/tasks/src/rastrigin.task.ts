import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'rastrigin',
  options: { dims: dimsOption(10) },
  create: ({ dims }) => ({ parameters: realBox(dims, -5.12, 5.12), value }),
  minimum: ({ dims }) => ({
    value: 0,
    point: new Float64Array(dims),
  }),
});
export const { options, minimum } = definition;
export type RastriginOptions = Input<typeof options>;

/**
 * Rastrigin's function: f(x) = 10 n + Σ x_i² − 10 cos 2πx_i; about 11^n minima on a grid.
 *
 * Box [-5.12, 5.12]^dims, minimum 0 at 0. Source: H. Mühlenbein, M. Schomisch and J. Born, The parallel genetic algorithm as
 * function optimizer, Parallel Computing 17 (1991), function F6, after L. A. Rastrigin 1974.
 */
export const rastrigin = taskFactory('rastrigin', options, import.meta.url);

export default definition.task;

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
