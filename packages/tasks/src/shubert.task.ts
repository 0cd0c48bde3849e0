import type { Input } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { dimsOption } from './dims.js';
import { productOfOthers } from './product-of-others.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'shubert',
  options: {
    dims: { ...dimsOption(2), max: 200 },
    form: {
      type: 'choice',
      of: ['product', 'sines', 'cosines'],
      default: 'product',
      description:
        'what is made of the sums in each coordinate: their product, or the sum of those of sines or of cosines',
    },
  },
  create: ({ dims, form }) => ({ parameters: realBox(dims, -10, 10), value: forms[form].value }),
  minimum: ({ dims, form }) => {
    const { value, lowestAt, highestAt } = forms[form];
    const point = new Float64Array(dims).fill(highestAt ?? lowestAt);
    point[0] = lowestAt;
    return { value: value(point), point };
  },
});
export const { options, minimum } = definition;
export type ShubertOptions = Input<typeof options>;

/**
 * Shubert's function: f(x) = Π_i g(x_i), g(t) = Σ_{j=1…5} j cos((j + 1) t + j); as `cosines` (no. 4) Σ_i g(x_i), as `sines` (no. 3) the same
 * with sin in place of cos.
 *
 * Box [-10, 10]^dims. In 2 dimensions 760 minima, 18 of them global, −186.7309. In general the minimum is the lowest g times the
 * highest g to the power n − 1; −12.870885 n for `cosines`, −14.837950 n for `sines`. Source: B. O. Shubert, A sequential method seeking the global maximum of a function, SIAM Journal on
 * Numerical Analysis 9 (1972); as a product A. V. Levy and A. Montalvo, SIAM Journal on Scientific and Statistical Computing 6 (1985).
 */
export const shubert = taskFactory('shubert', options, import.meta.url);

export default definition.task;

const product: Differentiable = (x, gradient) => {
  let product = 1;
  for (let i = 0; i < x.length; i++) product *= cosines(x[i]!);
  if (gradient) {
    const others = productOfOthers(x.map(cosines));
    for (let i = 0; i < x.length; i++) gradient[i] = cosinesSlope(x[i]!) * others[i]!;
  }
  return product;
};

function sumOf(term: (t: number) => number, slope: (t: number) => number): Differentiable {
  return (x, gradient) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      sum += term(x[i]!);
      if (gradient) gradient[i] = slope(x[i]!);
    }
    return sum;
  };
}

function cosines(t: number): number {
  let sum = 0;
  for (let j = 1; j <= 5; j++) sum += j * Math.cos((j + 1) * t + j);
  return sum;
}

function cosinesSlope(t: number): number {
  let sum = 0;
  for (let j = 1; j <= 5; j++) sum -= j * (j + 1) * Math.sin((j + 1) * t + j);
  return sum;
}

function sines(t: number): number {
  let sum = 0;
  for (let j = 1; j <= 5; j++) sum += j * Math.sin((j + 1) * t + j);
  return sum;
}

function sinesSlope(t: number): number {
  let sum = 0;
  for (let j = 1; j <= 5; j++) sum += j * (j + 1) * Math.cos((j + 1) * t + j);
  return sum;
}

/** Where the sums in a coordinate are lowest, and for the product highest; they repeat with 2π. */
const forms = {
  product: { value: product, lowestAt: -1.425128428319761, highestAt: -0.8003211004719731 },
  sines: { value: sumOf(sines, sinesSlope), lowestAt: -1.1140996875818518, highestAt: undefined },
  cosines: { value: sumOf(cosines, cosinesSlope), lowestAt: -1.425128428319761, highestAt: undefined },
} as const;
