import type { Input } from '@glompo/core/plugin';
import { type Differentiable, noGradient } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'zero-sum',
  options: { dims: dimsOption(10) },
  create: ({ dims }) => ({ parameters: realBox(dims, -10, 10), value }),
  minimum: ({ dims }) => ({ value: 0, point: new Float64Array(dims) }),
});
export const { options, minimum } = definition;
export type ZeroSumOptions = Input<typeof options>;

/**
 * The zero-sum function: f(x) = 0 where Σ x_i = 0, else 1 + √(10000 |Σ x_i|). It jumps at its minimum, so only a sum that is 0 to the last
 * bit has it; values nearby are just above 1.
 *
 * Box [-10, 10]^dims, minimum 0 at 0 and on the whole plane Σ x_i = 0, where there is no gradient. Source: A. Gavana, Global optimization
 * benchmarks and AMPGO, infinity77.net/global_optimization.
 */
export const zeroSum = taskFactory('zero-sum', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]!;
  if (sum === 0) {
    if (gradient) noGradient(gradient);
    return 0;
  }
  const root = Math.sqrt(10_000 * Math.abs(sum));
  gradient?.fill((5000 * Math.sign(sum)) / root);
  return 1 + root;
};
