import {
  defineOptions,
  type Input,
  type OptimizerPlugin,
  type Parsed,
  parseOptions,
  type SequentialState,
  sequential,
} from '@glompo/core/plugin';
import { step } from './step/step.js';

const spec = defineOptions({
  maxPerCoordinate: {
    type: 'integer',
    min: 4,
    default: 5000,
    description: 'places at which each parameter is looked at, at most',
  },
  couplingTolerance: {
    type: 'number',
    min: 0,
    default: 1e-6,
    description:
      'stops when the change of the value by all parameters together differs by more than this fraction from the sum of their changes one by one',
  },
});

/** Options of `step`. */
export type StepInput = Input<typeof spec>;

const plugin: OptimizerPlugin<Parsed<typeof spec>, SequentialState> = {
  name: 'step',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real', 'integer'] },
  description:
    'Global search along each parameter by itself (STEP), for functions that are sums over their parameters: it tests that first, and stops if they are not.',
  options: spec,
  parse: options => parseOptions(spec, options, 'step'),
  create: sequential(step),
};
export default plugin;
