import type { Input } from '@glompo/core/plugin';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'ellipsoid',
  options: {
    dims: dimsOption(10),
    condition: {
      type: 'number',
      min: 1,
      max: 1e100,
      default: 1e6,
      description: 'ratio of the largest to the smallest curvature',
    },
  },
  create: ({ dims, condition }) => {
    const weights = Float64Array.from({ length: dims }, (_, i) => condition ** (i / Math.max(1, dims - 1)));
    return {
      parameters: realBox(dims, -5, 5),
      value(x, gradient) {
        let sum = 0;
        for (let i = 0; i < dims; i++) {
          sum += weights[i]! * x[i]! * x[i]!;
          if (gradient) gradient[i] = 2 * weights[i]! * x[i]!;
        }
        return sum;
      },
    };
  },
  minimum: ({ dims }) => ({
    value: 0,
    point: new Float64Array(dims),
  }),
});
export const { options, minimum } = definition;
export type EllipsoidOptions = Input<typeof options>;

/**
 * The axis-parallel ellipsoid: f(x) = Σ c^((i−1)/(n−1)) x_i², c the condition number.
 *
 * Box [-5, 5]^dims, minimum 0 at 0. Source: N. Hansen and A. Ostermeier, Completely derandomized self-adaptation in evolution
 * strategies, Evolutionary Computation 9 (2001), table 3.
 */
export const ellipsoid = taskFactory('ellipsoid', options, import.meta.url);

export default definition.task;
