import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'qing',
  options: { dims: dimsOption(10) },
  create: ({ dims }) => ({ parameters: realBox(dims, -500, 500), value }),
  minimum: ({ dims }) => ({ value: 0, point: Float64Array.from({ length: dims }, (_, i) => Math.sqrt(i + 1)) }),
});
export const { options, minimum } = definition;
export type QingOptions = Input<typeof options>;

/**
 * Qing's function: f(x) = Σ (x_i² − i)², with 2^n global minima.
 *
 * Box [-500, 500]^dims, minimum 0 (to 1e-27 per dimension, since √i is rounded) at (±√1, …, ±√n). Source: A. Qing, Dynamic differential
 * evolution strategy and applications in electromagnetic inverse scattering problems, IEEE Transactions on Geoscience and Remote Sensing
 * 44 (2006); M. Jamil and X.-S. Yang, A literature survey of benchmark functions for global optimization problems, International Journal
 * of Mathematical Modelling and Numerical Optimisation 4 (2013).
 */
export const qing = taskFactory('qing', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const off = x[i]! * x[i]! - (i + 1);
    sum += off * off;
    if (gradient) gradient[i] = 4 * x[i]! * off;
  }
  return sum;
};
