import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'styblinski-tang',
  options: { dims: dimsOption(10) },
  create: ({ dims }) => ({ parameters: realBox(dims, -5, 5), value }),
  minimum: ({ dims }) => ({
    value: -39.16616570377141 * dims,
    point: new Float64Array(dims).fill(-2.903534027771177),
  }),
});
export const { options, minimum } = definition;
export type StyblinskiTangOptions = Input<typeof options>;

/**
 * The function of Styblinski and Tang: f(x) = ½ Σ x_i⁴ − 16 x_i² + 5 x_i; 2^n minima.
 *
 * Box [-5, 5]^dims, minimum −39.16616570377141 n at (−2.903534027771177, …). Source: M. A. Styblinski and T.-S. Tang, Experiments
 * in nonconvex optimization: stochastic approximation with function smoothing and simulated annealing, Neural Networks 3 (1990).
 */
export const styblinskiTang = taskFactory('styblinski-tang', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const xi = x[i]!;
    sum += xi * (xi * (xi * xi - 16) + 5);
    if (gradient) gradient[i] = xi * (2 * xi * xi - 16) + 2.5;
  }
  return sum / 2;
};
