import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'langermann',
  options: {},
  create: () => ({ parameters: realBox(2, 0, 10), value }),
  minimum: () => {
    const point = Float64Array.of(2.0029921199344654, 1.0060959402921887);
    return { value: value(point), point };
  },
});
export const { options, minimum } = definition;
export type LangermannOptions = Input<typeof options>;

const ripples = [
  { at: [3, 5], c: 1 },
  { at: [5, 2], c: 2 },
  { at: [2, 1], c: 5 },
  { at: [1, 4], c: 2 },
  { at: [7, 9], c: 3 },
] as const;

/**
 * Langermann's function: f(x) = −Σ_{i=1…5} c_i exp(−r_i²/π) cos(π r_i²), r_i = |x − a_i|: ripples around five stones.
 *
 * Box [0, 10]², minimum −5.1621… near (2.003, 1.006); outside of the box nothing is lower. Some write it without the minus sign, with
 * another minimum. In more dimensions there is no agreement about the a_i, and no certain minimum. Source: the First International
 * Contest on Evolutionary Optimisation (H. Bersini, M. Dorigo, S. Langerman, G. Seront and L. Gambardella 1996), with the constants of
 * M. Molga and C. Smutnicki, Test functions for optimization needs, 2005.
 */
export const langermann = taskFactory('langermann', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  for (const { at, c } of ripples) {
    const dx = x[0]! - at[0];
    const dy = x[1]! - at[1];
    const squared = dx * dx + dy * dy;
    const height = c * Math.exp(-squared / Math.PI);
    sum -= height * Math.cos(Math.PI * squared);
    if (gradient) {
      const slope = 2 * height * (Math.cos(Math.PI * squared) / Math.PI + Math.PI * Math.sin(Math.PI * squared));
      gradient[0]! += slope * dx;
      gradient[1]! += slope * dy;
    }
  }
  return sum;
};
