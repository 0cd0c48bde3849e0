import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'sphere',
  options: { dims: dimsOption(10) },
  create: ({ dims }) => ({ parameters: realBox(dims, -5.12, 5.12), value }),
  minimum: ({ dims }) => ({
    value: 0,
    point: new Float64Array(dims),
  }),
});
export const { options, minimum } = definition;
export type SphereOptions = Input<typeof options>;

/**
 * The sphere: f(x) = Σ x_i².
 *
 * Box [-5.12, 5.12]^dims, minimum 0 at 0. Source: K. A. De Jong, An analysis of the behavior of a class of genetic adaptive
 * systems, PhD thesis, University of Michigan 1975 (F1).
 */
export const sphere = taskFactory('sphere', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    sum += x[i]! * x[i]!;
    if (gradient) gradient[i] = 2 * x[i]!;
  }
  return sum;
};
