import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'levy',
  options: { dims: dimsOption(10) },
  create: ({ dims }) => ({ parameters: realBox(dims, -10, 10), value }),
  minimum: ({ dims }) => ({
    value: 0,
    point: new Float64Array(dims).fill(1),
  }),
});
export const { options, minimum } = definition;
export type LevyOptions = Input<typeof options>;

/**
 * Levy's function: with w_i = 1 + (x_i − 1)/4,
 * f(x) = sin² πw_1 + Σ_{i<n} (w_i − 1)² (1 + 10 sin²(πw_i + 1)) + (w_n − 1)² (1 + sin² 2πw_n).
 *
 * Box [-10, 10]^dims, minimum 0 at (1, …, 1). Source: A. V. Levy and A. Montalvo, The tunneling algorithm for the global
 * minimization of functions, SIAM Journal on Scientific and Statistical Computing 6 (1985); in this form M. Laguna and R. Martí,
 * Experimental testing of advanced scatter search designs for global optimization of multimodal functions, Journal of Global
 * Optimization 33 (2005).
 */
export const levy = taskFactory('levy', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  const last = x.length - 1;
  // Written in v = w − 1: sin πw = −sin πv, so that the minimum is exactly 0.
  const first = Math.sin((Math.PI * (x[0]! - 1)) / 4);
  let sum = first * first;
  if (gradient) gradient[0]! += (Math.PI / 4) * Math.sin((Math.PI * (x[0]! - 1)) / 2);
  for (let i = 0; i <= last; i++) {
    const v = (x[i]! - 1) / 4;
    const height = i < last ? 10 : 1;
    const rate = i < last ? Math.PI : 2 * Math.PI;
    const phase = i < last ? rate * v + 1 : rate * v;
    const wave = 1 + height * Math.sin(phase) ** 2;
    sum += v * v * wave;
    if (gradient) gradient[i]! += (2 * v * wave + v * v * height * rate * Math.sin(2 * phase)) / 4;
  }
  return sum;
};
