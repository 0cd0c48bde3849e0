import {
  box,
  defineOptions,
  defineTask,
  type Input,
  type Parsed,
  parametersFromBounds,
  parseOptions,
} from '@glompo/core/plugin';
import { bbobProblem } from './bbob/functions.js';
import { disturbanceOptions } from './disturbance-options.js';
import { disturbed } from './disturbed.js';
import type { KnownMinimum } from './known-minimum.js';
import { taskFactory } from './task-factory.js';

export const options = defineOptions({
  function: { type: 'integer', min: 1, max: 24, default: 1, description: 'number of the function, f1 to f24' },
  instance: {
    type: 'integer',
    min: 1,
    max: 200_000,
    default: 1,
    description: 'instance of the function: where its minimum is, how it is rotated, its lowest value',
  },
  dims: { type: 'integer', min: 2, max: 1000, default: 10, description: 'number of coordinates; usual are 2 to 40' },
  ...disturbanceOptions,
});
export type BbobOptions = Input<typeof options>;

/**
 * The 24 noiseless functions of BBOB, the testbed for black-box optimizers: `bbob({ function: 15, instance: 3, dims: 20 })`.
 *
 * An instance has its own x_opt, f_opt and rotations, which follow from its number as in COCO, so that values can be compared with
 * COCO's and with results published on it: f − f_opt is the same to 1e-9 of it, or to 1e-14 where that is more (next to a minimum,
 * where differences of larger numbers are left). COCO has 2 to 40 dimensions; beyond them the definitions are simply gone on with.
 * Making an instance takes milliseconds in these, and several seconds in 1000.
 *
 * `delay`, `busy`, `noise`, `relativeNoise` and `failureRate` are those of every function here, and do nothing unless they are asked for.
 *
 * Box [-5, 5]^dims, minimum f_opt at x_opt, both told by `knownMinimum`. No gradients. Source: N. Hansen, S. Finck, R. Ros and A. Auger,
 * Real-parameter black-box optimization benchmarking 2009: noiseless functions definitions, INRIA research report RR-6829; what is
 * random in instances from the code of COCO, see NOTICE.
 */
export const bbob = taskFactory('bbob', options, import.meta.url);

export const minimum = (which: Parsed<typeof options>): KnownMinimum => {
  const { fopt, xopt } = bbobProblem(which);
  return { value: fopt, point: xopt };
};

export default defineTask(given => {
  const which = parseOptions(options, given, 'bbob');
  const { fopt, excess } = bbobProblem(which);
  return {
    name: 'bbob',
    parameters: parametersFromBounds(box(which.dims, -5, 5)),
    evaluate: disturbed('bbob', x => excess(x) + fopt, which),
  };
});
