import type { Input } from '@glompo/core/plugin';
import { bisection } from './bisection.js';
import type { Differentiable } from './differentiable.js';
import { dimsOption } from './dims.js';
import { productOfOthers } from './product-of-others.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'alpine02',
  options: { dims: { ...dimsOption(10), max: 200 } },
  create: ({ dims }) => ({ parameters: realBox(dims, 0, 10), value, beyond: 0.1 * g(highestAt) ** dims }),
  minimum: ({ dims }) => {
    const point = new Float64Array(dims).fill(highestAt);
    return { value: value(point), point };
  },
});
export const { options, minimum } = definition;
export type Alpine02Options = Input<typeof options>;

/**
 * Alpine function no. 2: f(x) = −Π √x_i sin x_i, to be minimised: Clerc maximises the product, and some lists have lost the sign.
 *
 * Box [0, 10]^dims, minimum −2.808131180007005^n at (7.917052684666207, …), where √t sin t is largest: its lowest value in the box,
 * −2.18 at 4.82, is smaller in size, so no product is larger. Outside of the box it is lower or not defined. Source: M. Clerc, The swarm
 * and the queen: towards a deterministic and adaptive particle swarm optimization, Congress on Evolutionary Computation 1999; M. Jamil
 * and X.-S. Yang, A literature survey of benchmark functions for global optimization problems, International Journal of Mathematical
 * Modelling and Numerical Optimisation 4 (2013), Alpine 2.
 */
export const alpine02 = taskFactory('alpine02', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  let product = -1;
  for (let i = 0; i < x.length; i++) product *= g(x[i]!);
  if (gradient) {
    const others = productOfOthers(x.map(g));
    for (let i = 0; i < x.length; i++) gradient[i] = -slope(x[i]!) * others[i]!;
  }
  return product;
};

function g(t: number): number {
  return Math.sqrt(t) * Math.sin(t);
}

function slope(t: number): number {
  return t === 0 ? 0 : Math.sin(t) / (2 * Math.sqrt(t)) + Math.sqrt(t) * Math.cos(t);
}

/** Between 7.5 and 8.3 the slope falls through 0. */
const highestAt = bisection(7.5, 8.3, t => -slope(t));
