import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { dimsOption } from './dims.js';
import { productOfOthers } from './product-of-others.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'shubert',
  options: { dims: { ...dimsOption(2), max: 200 } },
  create: ({ dims }) => ({ parameters: realBox(dims, -10, 10), value }),
  minimum: ({ dims }) => {
    const point = new Float64Array(dims).fill(highestAt);
    point[0] = lowestAt;
    return { value: value(point), point };
  },
});
export const { options, minimum } = definition;
export type ShubertOptions = Input<typeof options>;

/**
 * Shubert's function: f(x) = Π_i g(x_i), g(t) = Σ_{j=1…5} j cos((j + 1) t + j).
 *
 * Box [-10, 10]^dims. In 2 dimensions 760 minima, 18 of them global, −186.7309. In general the minimum is the lowest g times the
 * highest g to the power n − 1. Source: B. O. Shubert, A sequential method seeking the global maximum of a function, SIAM Journal on
 * Numerical Analysis 9 (1972); as a product A. V. Levy and A. Montalvo, SIAM Journal on Scientific and Statistical Computing 6 (1985).
 */
export const shubert = taskFactory('shubert', options, import.meta.url);

/** Where g is lowest and highest (both repeat with 2π). */
const lowestAt = -1.425128428319761;
const highestAt = -0.8003211004719731;

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let product = 1;
  for (let i = 0; i < x.length; i++) product *= g(x[i]!);
  if (gradient) {
    const others = productOfOthers(x.map(g));
    for (let i = 0; i < x.length; i++) gradient[i] = slope(x[i]!) * others[i]!;
  }
  return product;
};

function g(t: number): number {
  let sum = 0;
  for (let j = 1; j <= 5; j++) sum += j * Math.cos((j + 1) * t + j);
  return sum;
}

function slope(t: number): number {
  let sum = 0;
  for (let j = 1; j <= 5; j++) sum -= j * (j + 1) * Math.sin((j + 1) * t + j);
  return sum;
}
