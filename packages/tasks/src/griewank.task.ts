import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { dimsOption } from './dims.js';
import { productOfOthers } from './product-of-others.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'griewank',
  options: { dims: dimsOption(10) },
  create: ({ dims }) => ({ parameters: realBox(dims, -600, 600), value }),
  minimum: ({ dims }) => ({
    value: 0,
    point: new Float64Array(dims),
  }),
});
export const { options, minimum } = definition;
export type GriewankOptions = Input<typeof options>;

/**
 * Griewank's function: f(x) = 1 + Σ x_i² / 4000 − Π cos(x_i / √i).
 *
 * Box [-600, 600]^dims, minimum 0 at 0. Source: A. O. Griewank, Generalized descent for global optimization, Journal of
 * Optimization Theory and Applications 34 (1981).
 */
export const griewank = taskFactory('griewank', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  let product = 1;
  for (let i = 0; i < x.length; i++) {
    sum += x[i]! * x[i]!;
    product *= Math.cos(x[i]! / Math.sqrt(i + 1));
  }
  if (gradient) {
    const others = productOfOthers(x.map((xi, i) => Math.cos(xi / Math.sqrt(i + 1))));
    for (let i = 0; i < x.length; i++) {
      const root = Math.sqrt(i + 1);
      gradient[i] = x[i]! / 2000 + (Math.sin(x[i]! / root) / root) * others[i]!;
    }
  }
  return sum / 4000 + (1 - product);
};
