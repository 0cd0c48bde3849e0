import { defineOptions, type Input, type OptimizerPlugin, type Parsed, parseOptions } from '@glompo/core/plugin';
import { RandomSearch, type RandomSearchState } from './random-search.js';

const spec = defineOptions({
  maxPoints: { type: 'integer', min: 1, optional: true, description: 'stops after so many points; default: never' },
});

/** Options of `random-search`. */
export type RandomSearchInput = Input<typeof spec>;

const plugin: OptimizerPlugin<Parsed<typeof spec>, RandomSearchState> = {
  name: 'random-search',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real', 'integer'] },
  description: 'Uniform random points: the baseline that everything else has to beat.',
  options: spec,
  parse: options => parseOptions(spec, options, 'random-search'),
  create: (context, options, state) => new RandomSearch(context, options, state),
};
export default plugin;
