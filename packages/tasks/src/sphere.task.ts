import {
  box,
  defineOptions,
  defineTask,
  type Input,
  type Parsed,
  parametersFromBounds,
  parseOptions,
} from '@glompo/core/plugin';
import { type Differentiable, evaluateBy } from './differentiable.js';
import { dimsOption } from './dims.js';
import type { KnownMinimum } from './known-minimum.js';
import { taskFactory } from './task-factory.js';

export const options = defineOptions({ dims: dimsOption(10) });
export type SphereOptions = Input<typeof options>;

/**
 * The sphere: f(x) = Σ x_i².
 *
 * Box [-5.12, 5.12]^dims, minimum 0 at 0. Source: K. A. De Jong, An analysis of the behavior of a class of genetic adaptive
 * systems, PhD thesis, University of Michigan 1975 (F1).
 */
export const sphere = taskFactory('sphere', options, import.meta.url);

export const minimum = ({ dims }: Parsed<typeof options>): KnownMinimum => ({
  value: 0,
  point: new Float64Array(dims),
});

export default defineTask(given => {
  const { dims } = parseOptions(options, given, 'sphere');
  return { name: 'sphere', parameters: parametersFromBounds(box(dims, -5.12, 5.12)), evaluate: evaluateBy(value) };
});

const value: Differentiable = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    sum += x[i]! * x[i]!;
    if (gradient) gradient[i] = 2 * x[i]!;
  }
  return sum;
};
