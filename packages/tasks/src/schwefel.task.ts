import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'schwefel',
  options: { dims: dimsOption(10) },
  create: ({ dims }) => ({ parameters: realBox(dims, -500, 500), value, beyond: 100 }),
  minimum: ({ dims }) => ({
    value: 0,
    point: new Float64Array(dims).fill(best),
  }),
});
export const { options, minimum } = definition;
export type SchwefelOptions = Input<typeof options>;

/** Where x sin √|x| is largest in the box, and how large it is there. */
const best = 420.96874635998205;
const deepest = 418.9828872724338;

/**
 * Schwefel's function 2.26, raised so that its minimum is 0: f(x) = Σ 418.98… − x_i sin √|x_i|. The next best minima lie far
 * from the best, near the opposite faces of the box; outside of it there are lower values.
 *
 * Box [-500, 500]^dims, minimum 0 (to 1e-13 per dimension) at (420.9687…, …). Source: H.-P. Schwefel, Numerical optimization of
 * computer models, Wiley 1981.
 */
export const schwefel = taskFactory('schwefel', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const root = Math.sqrt(Math.abs(x[i]!));
    sum += deepest - x[i]! * Math.sin(root);
    if (gradient) gradient[i] = -Math.sin(root) - (root * Math.cos(root)) / 2;
  }
  return sum;
};
