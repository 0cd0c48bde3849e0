import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'trigonometric',
  options: { dims: dimsOption(10) },
  create: ({ dims }) => ({ parameters: realBox(dims, -500, 500), value }),
  minimum: ({ dims }) => ({ value: 1, point: new Float64Array(dims).fill(0.9) }),
});
export const { options, minimum } = definition;
export type TrigonometricOptions = Input<typeof options>;

/**
 * Trigonometric function no. 2: f(x) = 1 + Σ 8 sin² 7(x_i − 0.9)² + 6 sin² 14(x_i − 0.9)² + (x_i − 0.9)². The farther from the minimum the
 * faster it oscillates.
 *
 * Box [-500, 500]^dims, minimum 1 at (0.9, …, 0.9). Source: M. Jamil and X.-S. Yang, A literature survey of benchmark functions for global optimization problems,
 * International Journal of Mathematical Modelling and Numerical Optimisation 4 (2013), Trigonometric 2, where x_1 is
 * printed in the second term; with x_i in A. Gavana's list of test functions.
 */
export const trigonometric = taskFactory('trigonometric', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const off = x[i]! - 0.9;
    const squared = off * off;
    sum += 8 * Math.sin(7 * squared) ** 2 + 6 * Math.sin(14 * squared) ** 2 + squared;
    if (gradient) gradient[i] = 2 * off * (56 * Math.sin(14 * squared) + 84 * Math.sin(28 * squared) + 1);
  }
  return 1 + sum;
};
