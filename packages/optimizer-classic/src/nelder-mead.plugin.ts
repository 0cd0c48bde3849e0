import {
  defineOptions,
  type Input,
  type OptimizerPlugin,
  type Parsed,
  parseOptions,
  type SequentialState,
  sequential,
} from '@glompo/core/plugin';
import { nelderMead } from './nelder-mead/nelder-mead.js';

const spec = defineOptions({
  step: {
    type: 'number',
    above: 0,
    max: 1,
    default: 0.1,
    description: 'edge of the initial simplex as a fraction of each range, where the start rule suggests no spread',
  },
  sizeTolerance: {
    type: 'number',
    min: 0,
    default: 1e-7,
    description: 'stops when the simplex is no wider than this fraction of each range, and …',
  },
  valueTolerance: {
    type: 'number',
    min: 0,
    default: 1e-10,
    description: '… the values at its vertices differ by no more than this, relative to max(1, |best value|)',
  },
  coefficients: {
    type: 'choice',
    of: ['adaptive', 'standard'],
    default: 'adaptive',
    description: 'how far it moves: adaptive by dimension (Gao & Han 2012), or standard (Nelder & Mead 1965)',
  },
  maxIterations: {
    type: 'integer',
    min: 1,
    optional: true,
    description: 'stops after so many iterations; default: no limit',
  },
});

/** Options of `nelder-mead`. */
export type NelderMeadInput = Input<typeof spec>;

const plugin: OptimizerPlugin<Parsed<typeof spec>, SequentialState> = {
  name: 'nelder-mead',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  description: "Nelder–Mead's simplex method in a box, for few dimensions and values without gradients.",
  options: spec,
  parse: options => parseOptions(spec, options, 'nelder-mead'),
  create: sequential(nelderMead),
};
export default plugin;
