import {
  defineOptions,
  type Input,
  type OptimizerPlugin,
  type Parsed,
  parseOptions,
  type SequentialState,
  sequential,
} from '@glompo/core/plugin';
import { lbfgs } from './lbfgs/lbfgs.js';

const spec = defineOptions({
  memory: { type: 'integer', min: 1, max: 100, default: 10, description: 'curvature pairs remembered' },
  gradientTolerance: {
    type: 'number',
    min: 0,
    default: 1e-8,
    description: 'stops when no entry of the projected gradient is larger, in search coordinates',
  },
  valueTolerance: {
    type: 'number',
    min: 0,
    default: 1e-12,
    description: 'stops when an iteration lowers the value by no more, relative to max(1, |value|)',
  },
  maxIterations: {
    type: 'integer',
    min: 1,
    optional: true,
    description: 'stops after so many iterations; default: no limit',
  },
  initialStep: {
    type: 'number',
    above: 0,
    max: 1,
    default: 0.01,
    description: 'the first step moves no coordinate by more than this fraction of its range',
  },
  maxStep: {
    type: 'number',
    above: 0,
    max: 1,
    default: 1,
    description: 'no step moves a coordinate by more than this fraction of its range',
  },
  differences: {
    type: 'choice',
    of: ['forward', 'central', 'refined'],
    default: 'refined',
    description:
      'finite differences where the task gives no gradient: forward, n more evaluations each; central, 2n and more accurate; refined: forward until they say no more, then central',
  },
  differenceStep: {
    type: 'number',
    above: 0,
    max: 0.1,
    optional: true,
    description: 'step of the differences, relative to max(|x|, range/10); default 1.5e-8 (forward), 7.6e-6 (central)',
  },
});

/** Options of `lbfgs`. */
export type LbfgsInput = Input<typeof spec>;
type LbfgsOptions = Parsed<typeof spec>;

const plugin: OptimizerPlugin<LbfgsOptions, SequentialState> = {
  name: 'lbfgs',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  description: "Limited-memory BFGS in a box, with the task's gradients or finite differences.",
  options: spec,
  parse: options => parseOptions(spec, options, 'lbfgs'),
  create: sequential(lbfgs),
};
export default plugin;
