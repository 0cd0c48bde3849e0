import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'shekel',
  options: {
    foxholes: { type: 'integer', min: 1, max: 10, default: 10, description: 'number of minima; usual are 5, 7 and 10' },
  },
  create: ({ foxholes }) => ({ parameters: realBox(4, 0, 10), value: value(foxholes) }),
  /** At a stationary point x is the mean of the a_i with weights (c_i + |x − a_i|²)^−2; iterating that from (4, 4, 4, 4) converges. */
  minimum: ({ foxholes }) => {
    let point = Float64Array.from(holes[0].at);
    for (let step = 0; step < 50; step++) {
      const mean = new Float64Array(4);
      let total = 0;
      for (const { at, c } of holes.slice(0, foxholes)) {
        const weight = (c + squaredDistance(point, at)) ** -2;
        total += weight;
        for (let k = 0; k < 4; k++) mean[k]! += weight * at[k]!;
      }
      point = mean.map(sum => sum / total);
    }
    return { value: value(foxholes)(point), point };
  },
});
export const { options, minimum } = definition;
export type ShekelOptions = Input<typeof options>;

/** Where the foxholes are, and how wide each is (c: the smaller the deeper). */
const holes = [
  { at: [4, 4, 4, 4], c: 0.1 },
  { at: [1, 1, 1, 1], c: 0.2 },
  { at: [8, 8, 8, 8], c: 0.2 },
  { at: [6, 6, 6, 6], c: 0.4 },
  { at: [3, 7, 3, 7], c: 0.4 },
  { at: [2, 9, 2, 9], c: 0.6 },
  { at: [5, 5, 3, 3], c: 0.3 },
  { at: [8, 1, 8, 1], c: 0.7 },
  { at: [6, 2, 6, 2], c: 0.5 },
  { at: [7, 3.6, 7, 3.6], c: 0.5 },
] as const;

/**
 * Shekel's foxholes: f(x) = −Σ_{i=1…m} 1 / (c_i + |x − a_i|²) in 4 dimensions.
 *
 * Box [0, 10]^4, minimum near (4, 4, 4, 4): −10.1532 for m = 5, −10.4029 for m = 7, −10.5364 for m = 10. Source: J. Shekel, Test
 * functions for multimodal search techniques, Fifth Annual Princeton Conference on Information Science and Systems 1971; the
 * constants from L. C. W. Dixon and G. P. Szegő, Towards global optimisation 2, North-Holland 1978.
 */
export const shekel = taskFactory('shekel', options, import.meta.url);

export default definition.task;

function value(foxholes: number): Differentiable {
  return (x, gradient) => {
    let sum = 0;
    for (let i = 0; i < foxholes; i++) {
      const { at, c } = holes[i]!;
      const depth = 1 / (c + squaredDistance(x, at));
      sum -= depth;
      if (gradient) for (let k = 0; k < 4; k++) gradient[k]! += 2 * depth * depth * (x[k]! - at[k]!);
    }
    return sum;
  };
}

function squaredDistance(x: Float64Array, at: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < 4; k++) sum += (x[k]! - at[k]!) ** 2;
  return sum;
}
