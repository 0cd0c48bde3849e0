import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'easom',
  options: {},
  create: () => ({ parameters: realBox(2, -100, 100), value }),
  minimum: () => ({ value: -1, point: Float64Array.of(Math.PI, Math.PI) }),
});
export const { options, minimum } = definition;
export type EasomOptions = Input<typeof options>;

/**
 * Easom's function: f(x) = −cos x_1 cos x_2 exp(−(x_1 − π)² − (x_2 − π)²): a needle on a plane.
 *
 * Box [-100, 100]², minimum −1 at (π, π). Source: E. E. Easom, A survey of global optimization techniques, M. Eng. thesis, University of
 * Louisville 1990; M. Jamil and X.-S. Yang, A literature survey of benchmark functions for global optimization problems, International
 * Journal of Mathematical Modelling and Numerical Optimisation 4 (2013).
 */
export const easom = taskFactory('easom', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  const [a, b] = [x[0]! - Math.PI, x[1]! - Math.PI];
  // cos x = −cos(x − π)
  const value = -Math.cos(a) * Math.cos(b) * Math.exp(-a * a - b * b);
  if (gradient) {
    const bell = Math.exp(-a * a - b * b);
    gradient[0] = bell * Math.cos(b) * (Math.sin(a) + 2 * a * Math.cos(a));
    gradient[1] = bell * Math.cos(a) * (Math.sin(b) + 2 * b * Math.cos(b));
  }
  return value;
};
