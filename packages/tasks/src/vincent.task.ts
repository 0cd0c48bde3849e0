import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'vincent',
  options: { dims: dimsOption(10) },
  create: ({ dims }) => ({ parameters: realBox(dims, 0.25, 10), value, beyond: 0.2 }),
  minimum: ({ dims }) => ({ value: -dims, point: new Float64Array(dims).fill(Math.exp((13 / 20) * Math.PI)) }),
});
export const { options, minimum } = definition;
export type VincentOptions = Input<typeof options>;

/**
 * Vincent's function: f(x) = −Σ sin(10 ln x_i), with 6^n global minima that lie the closer together the nearer they are to 0.
 *
 * Box [0.25, 10]^dims, minimum −n at (7.706280…, …), which is e^(13π/20), and wherever 10 ln x_i = π/2 + 2πk. It is not defined for x ≤ 0.
 * Source: O. M. Shir and T. Bäck, Niche radius adaptation in the CMA-ES niching algorithm, Parallel Problem Solving from
 * Nature IX, Springer 2006.
 */
export const vincent = taskFactory('vincent', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const phase = 10 * Math.log(x[i]!);
    sum -= Math.sin(phase);
    if (gradient) gradient[i] = (-10 * Math.cos(phase)) / x[i]!;
  }
  return sum;
};
