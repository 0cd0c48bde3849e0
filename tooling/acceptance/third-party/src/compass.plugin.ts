import { defineOptions, type Input, type OptimizerPlugin, type Parsed, parseOptions } from '@glompo/core';
import { Compass, type CompassState } from './compass.js';

const spec = defineOptions({
  step: {
    type: 'number',
    above: 0,
    max: 1,
    default: 0.25,
    description: 'the first step, as a fraction of each range (absolute where a parameter is unbounded)',
  },
  smallest: { type: 'number', above: 0, below: 1, default: 1e-9, description: 'stops at steps below this fraction' },
});

export type CompassInput = Input<typeof spec>;

const plugin: OptimizerPlugin<Parsed<typeof spec>, CompassState> = {
  name: 'compass',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  options: spec,
  parse: options => parseOptions(spec, options, 'compass'),
  create: (context, options, state) => new Compass(context, options, state),
};
export default plugin;
