import type { Input } from '@glompo/core/plugin';
import { type Differentiable, noGradient } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'alpine01',
  options: { dims: dimsOption(10) },
  create: ({ dims }) => ({ parameters: realBox(dims, -10, 10), value }),
  minimum: ({ dims }) => ({ value: 0, point: new Float64Array(dims) }),
});
export const { options, minimum } = definition;
export type Alpine01Options = Input<typeof options>;

/**
 * Alpine function no. 1: f(x) = Σ |x_i sin x_i + 0.1 x_i|, with a kink, where there is no gradient, wherever
 * a term is 0.
 *
 * Box [-10, 10]^dims, minimum 0 at 0, and wherever each x_i is 0 or has sin x_i = −0.1 (8 values, so 8^n minimisers). Source: M. Jamil
 * and X.-S. Yang, A literature survey of benchmark functions for global optimization problems, International Journal of Mathematical
 * Modelling and Numerical Optimisation 4 (2013), Alpine 1.
 */
export const alpine01 = taskFactory('alpine01', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  let kinks = 0;
  for (let i = 0; i < x.length; i++) {
    const term = x[i]! * (Math.sin(x[i]!) + 0.1);
    sum += Math.abs(term);
    if (term === 0) kinks++;
    if (gradient) gradient[i] = Math.sign(term) * (Math.sin(x[i]!) + 0.1 + x[i]! * Math.cos(x[i]!));
  }
  if (gradient && kinks > 0) noGradient(gradient);
  return sum;
};
