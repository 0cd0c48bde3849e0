import type { Input } from '@glompo/core/plugin';
import { bisection } from './bisection.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'michalewicz',
  options: {
    dims: dimsOption(10),
    steepness: {
      type: 'integer',
      min: 1,
      max: 1000,
      default: 10,
      description: 'how narrow the valleys are: the m in sin^2m',
    },
  },
  create: ({ dims, steepness }) => ({
    parameters: realBox(dims, 0, Math.PI),
    beyond: 0.1,
    value(x, gradient) {
      let sum = 0;
      for (let i = 0; i < dims; i++) {
        sum += term(x[i]!, i + 1, steepness);
        if (gradient) gradient[i] = slope(x[i]!, i + 1, steepness);
      }
      return sum;
    },
  }),
  /** Each coordinate has its own term, so each is minimised by itself. */
  minimum: ({ dims, steepness }) => {
    const point = Float64Array.from({ length: dims }, (_, i) => lowest(i + 1, steepness));
    return { value: point.reduce((sum, xi, i) => sum + term(xi, i + 1, steepness), 0), point };
  },
});
export const { options, minimum } = definition;
export type MichalewiczOptions = Input<typeof options>;

/**
 * Michalewicz's function: f(x) = −Σ sin x_i sin^2m(i x_i² / π); n! narrow valleys on a plateau.
 *
 * Box [0, π]^dims; with m = 10 the minimum is −1.801303 for 2 coordinates, −4.687658 for 5, −9.660152 for 10. Source:
 * Z. Michalewicz, Genetic algorithms + data structures = evolution programs, Springer 1992.
 */
export const michalewicz = taskFactory('michalewicz', options, import.meta.url);

export default definition.task;

function term(x: number, i: number, m: number): number {
  return -Math.sin(x) * Math.sin((i * x * x) / Math.PI) ** (2 * m);
}

function slope(x: number, i: number, m: number): number {
  const phase = (i * x * x) / Math.PI;
  const valley = Math.sin(phase) ** (2 * m - 1);
  return -valley * (Math.cos(x) * Math.sin(phase) + (Math.sin(x) * 4 * m * i * x * Math.cos(phase)) / Math.PI);
}

/** The k-th valley lies between π√(k/i) and π√((k+1)/i); the deepest is the one that holds π/2 or a neighbour of it. */
function lowest(i: number, m: number): number {
  const middle = Math.floor(i / 4);
  let best = 0;
  for (let k = Math.max(0, middle - 1); k <= Math.min(i - 1, middle + 1); k++) {
    const x = bottom(Math.PI * Math.sqrt(k / i), Math.PI * Math.sqrt((k + 1) / i), i, m);
    if (term(x, i, m) < term(best, i, m)) best = x;
  }
  return best;
}

/**
 * The bottom of a valley: where its slope, divided by its depth sin x sin^2m, is 0. That is −cot x − (4 m i x / π) cot(i x² / π), which
 * grows all the way from −∞ at the left edge of the valley to ∞ at the right one.
 */
function bottom(low: number, high: number, i: number, m: number): number {
  return bisection(low, high, x => -1 / Math.tan(x) - (4 * m * i * x) / Math.PI / Math.tan((i * x * x) / Math.PI));
}
