import type { Input } from '@glompo/core/plugin';
import { type Differentiable, noGradient } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'deceptive',
  options: {
    dims: dimsOption(10),
    exponent: {
      type: 'number',
      min: 1,
      max: 100,
      default: 2,
      description: 'how flat it is far from the minimum: the β',
    },
  },
  create: ({ dims, exponent }) => {
    const alphas = places(dims);
    return { parameters: realBox(dims, 0, 1), value: value(alphas, exponent), beyond: 0.1 / dims };
  },
  minimum: ({ dims }) => ({ value: -1, point: places(dims) }),
});
export const { options, minimum } = definition;
export type DeceptiveOptions = Input<typeof options>;

/**
 * A deceptive function: f(x) = −(1/n Σ g_i(x_i))^β. Each g_i is made of straight lines: 0.8 at 0, 0 at 0.8 α_i, 1 at α_i, 0 at (1 + 4 α_i)/5
 * and 0.8 at 1, so from most places the way down leads away from the minimum. On the kinks there is no gradient.
 *
 * Box [0, 1]^dims, minimum −1 at (α_1, …, α_n). Only 0 < α_i < 1 is prescribed; here α_i = i/(n + 1), as in the program of the source. 3^n
 * minima. Source: A. Gavana, Global optimization benchmarks and AMPGO, infinity77.net/global_optimization, Deceptive, where two constants
 * are lost in print: without + 1 in its third line and + 4/5 in its fourth one g would jump (the program has both).
 */
export const deceptive = taskFactory('deceptive', options, import.meta.url);

export default definition.task;

function places(dims: number): Float64Array {
  return Float64Array.from({ length: dims }, (_, i) => (i + 1) / (dims + 1));
}

function value(alphas: Float64Array, exponent: number): Differentiable {
  const n = alphas.length;
  return (x, gradient) => {
    let sum = 0;
    let kinks = 0;
    for (let i = 0; i < n; i++) {
      const alpha = alphas[i]!;
      const t = x[i]!;
      // How far from α, as a part of the way to the end of the box; the lowest point of g is at a fifth of it.
      const way = t < alpha ? alpha : 1 - alpha;
      const part = Math.abs(t - alpha) / way;
      sum += part <= 0.2 ? 1 - 5 * part : part - 0.2;
      if (part === 0 || part === 0.2) kinks++;
      if (gradient) gradient[i] = (Math.sign(t - alpha) * (part <= 0.2 ? -5 : 1)) / way;
    }
    const mean = Math.max(0, sum / n);
    if (gradient) {
      const outer = (-exponent / n) * mean ** (exponent - 1);
      for (let i = 0; i < n; i++) gradient[i]! *= outer;
      if (kinks > 0) noGradient(gradient);
    }
    return -(mean ** exponent);
  };
}
