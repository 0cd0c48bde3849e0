import { createRandom, type Input } from '@glompo/core/plugin';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { stream } from './streams.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'exponential-least-squares',
  options: {
    dims: { ...dimsOption(2), max: 1000 },
    samples: { type: 'integer', min: 1, max: 100_000, default: 10, description: 'number of data points' },
    longest: { type: 'number', above: 0, max: 100, default: 10, description: 'data points lie between 0 and this' },
    dataNoise: {
      type: 'number',
      min: 0,
      max: 1,
      default: 0,
      description: 'how far the data may be off, in parts of their values; above 0 the minimum is not known',
    },
  },
  create: given => {
    const { at, data } = problem(given);
    return {
      parameters: realBox(given.dims, -2, 2),
      beyond: 1,
      residuals: p => at.map((u, k) => sumOfExponentials(p, u) - data[k]!),
      value(p, gradient) {
        let sum = 0;
        for (let k = 0; k < at.length; k++) {
          const u = at[k]!;
          const residual = sumOfExponentials(p, u) - data[k]!;
          sum += residual * residual;
          if (gradient) for (let i = 0; i < p.length; i++) gradient[i]! -= 2 * residual * u * Math.exp(-p[i]! * u);
        }
        return sum;
      },
    };
  },
  minimum: given => (given.dataNoise > 0 ? undefined : { value: 0, point: problem(given).truth }),
});
export const { options, minimum } = definition;
export type ExponentialLeastSquaresOptions = Input<typeof options>;

/**
 * Least squares for a sum of exponentials: f(p) = Σ_k (Σ_i exp(−p_i u_k) − y_k)², y_k = Σ_i exp(−q_i u_k). The true rates q are drawn
 * uniformly from the box and the u_k from [0, longest], by `instance`. It gives its residuals to those who want them. Walls of up to
 * 10^17 beside a plain on which the rates can hardly be told apart: the classic of ill-conditioned fits.
 *
 * Box [-2, 2]^dims, minimum 0 at q and at what exchanging its rates makes of it. With `dataNoise` the y_k are multiplied by 1 + a number
 * drawn uniformly from ±dataNoise. Source: GloMPO's ExpLeastSquaresCost (M. Gustavo and T. Verstraelen, GloMPO (Globally Managed Parallel
 * Optimization): a tool for expensive, black-box optimizations, Journal of Cheminformatics 14 (2022)); for the problem C. Lanczos,
 * Applied analysis, Prentice-Hall 1956.
 */
export const exponentialLeastSquares = taskFactory('exponential-least-squares', options, import.meta.url);

export default definition.task;

interface ProblemSize {
  readonly dims: number;
  readonly samples: number;
  readonly longest: number;
  readonly dataNoise: number;
  readonly instance: number;
}

function problem({ dims, samples, longest, dataNoise, instance }: ProblemSize) {
  const random = createRandom(instance, stream.data);
  const truth = Float64Array.from({ length: dims }, () => 4 * random.uniform() - 2);
  const at = Float64Array.from({ length: samples }, () => longest * random.uniform());
  const data = at.map(u => sumOfExponentials(truth, u) * (1 + dataNoise * (2 * random.uniform() - 1)));
  return { truth, at, data };
}

function sumOfExponentials(rates: Float64Array, u: number): number {
  let sum = 0;
  for (let i = 0; i < rates.length; i++) sum += Math.exp(-rates[i]! * u);
  return sum;
}
