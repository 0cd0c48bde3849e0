import { createRandom, type Input } from '@glompo/core/plugin';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { stream } from './streams.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'stochastic',
  options: { dims: dimsOption(10) },
  create: ({ dims }) => ({
    parameters: realBox(dims, -5, 5),
    random: true,
    value(x, _, seed = 0) {
      const random = createRandom(seed, stream.weights);
      let sum = 0;
      for (let i = 0; i < dims; i++) sum += random.uniform() * Math.abs(x[i]! - 1 / (i + 1));
      return sum;
    },
  }),
  minimum: ({ dims }) => ({ value: 0, point: Float64Array.from({ length: dims }, (_, i) => 1 / (i + 1)) }),
});
export const { options, minimum } = definition;
export type StochasticOptions = Input<typeof options>;

/**
 * The stochastic function: f(x) = Σ ε_i |x_i − 1/i|, the ε_i drawn uniformly from [0, 1) for each trial, from its seed. No gradient.
 *
 * Box [-5, 5]^dims, minimum 0, whatever is drawn, at (1, 1/2, …, 1/n). Source: A. Gavana, Global optimization benchmarks and AMPGO,
 * infinity77.net/global_optimization, Stochastic; after X.-S. Yang, Engineering optimization: an introduction with metaheuristic applications,
 * Wiley 2010.
 */
export const stochastic = taskFactory('stochastic', options, import.meta.url);

export default definition.task;
