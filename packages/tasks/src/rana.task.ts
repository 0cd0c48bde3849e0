import type { Input } from '@glompo/core/plugin';
import { type Differentiable, noGradient } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'rana',
  options: { dims: dimsOption(10, 2) },
  create: ({ dims }) => ({ parameters: realBox(dims, -512, 512), value, beyond: 50 }),
  /** The lowest pair is (−488.63…, 512), but a pair that begins at 512 is never so low; −512 can be repeated. */
  minimum: ({ dims }) => {
    const point =
      dims === 2 ? Float64Array.of(lowestPairAt, 512) : new Float64Array(dims).fill(-512).fill(lastAt, dims - 1);
    return { value: value(point), point };
  },
});
export const { options, minimum } = definition;
export type RanaOptions = Input<typeof options>;

/** Where the slope of the pair (x, 512) is 0. */
const lowestPairAt = -488.63257734088677;

/** Where the slope of the pair (−512, y) is 0, next to the corner. */
const lastAt = -511.9956022834215;

/**
 * Rana's function: f(x) = Σ_{i<n} x_i sin α cos β + (x_{i+1} + 1) cos α sin β, α = √|x_{i+1} + 1 − x_i|, β = √|x_{i+1} + 1 + x_i|. Rugged
 * everywhere, with minima on the faces of the box. There is no gradient where α or β is 0.
 *
 * Box [-512, 512]^dims, dims ≥ 2; minimum −511.73288188661974 at (−488.63257734088677, 512) for 2 coordinates, −511.70772763192 (n − 2)
 * − 511.70888282934595 at (−512, …, −512, −511.9956022834215) for more: a chain of pairs can be searched pair by pair, and was, on grids of
 * 1/8 up to 6 coordinates and of 1 up to 40. (The sum over pairs with x_1, which
 * some lists have, is another function.) Source: D. Whitley, S. Rana, J. Dzubera and K. Mathias, Evaluating evolutionary algorithms,
 * Artificial Intelligence 85 (1996), F102; as a chain K. V. Price, R. M. Storn and J. A. Lampinen, Differential evolution, Springer 2005.
 */
export const rana = taskFactory('rana', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  let cusps = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const a = x[i]!;
    const b = x[i + 1]! + 1;
    const alpha = Math.sqrt(Math.abs(b - a));
    const beta = Math.sqrt(Math.abs(b + a));
    const [sinAlpha, cosAlpha, sinBeta, cosBeta] = [Math.sin(alpha), Math.cos(alpha), Math.sin(beta), Math.cos(beta)];
    sum += a * sinAlpha * cosBeta + b * cosAlpha * sinBeta;
    if (!gradient) continue;
    if (alpha === 0 || beta === 0) cusps++;
    const byAlpha = ((a * cosAlpha * cosBeta - b * sinAlpha * sinBeta) * Math.sign(b - a)) / (2 * alpha);
    const byBeta = ((b * cosAlpha * cosBeta - a * sinAlpha * sinBeta) * Math.sign(b + a)) / (2 * beta);
    gradient[i]! += sinAlpha * cosBeta - byAlpha + byBeta;
    gradient[i + 1]! += cosAlpha * sinBeta + byAlpha + byBeta;
  }
  if (gradient && cusps > 0) noGradient(gradient);
  return sum;
};
