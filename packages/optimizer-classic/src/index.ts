import { optimizerFactory } from '@glompo/core/plugin';
import lbfgsPlugin, { type LbfgsInput } from './lbfgs.plugin.js';
import nelderMeadPlugin, { type NelderMeadInput } from './nelder-mead.plugin.js';
import randomSearchPlugin, { type RandomSearchInput } from './random-search.plugin.js';
import stepPlugin, { type StepInput } from './step.plugin.js';

export type { RandomSearchState } from './random-search.js';
export type { LbfgsInput, NelderMeadInput, RandomSearchInput, StepInput };
export { lbfgsPlugin, nelderMeadPlugin, randomSearchPlugin, stepPlugin };

/** Uniform random points: the baseline that everything else has to beat. Never stops by itself. */
export const randomSearch = optimizerFactory<RandomSearchInput>(randomSearchPlugin);

/** Nelder–Mead's simplex method in a box, for few dimensions and values without gradients. */
export const nelderMead = optimizerFactory<NelderMeadInput>(nelderMeadPlugin);

/** Limited-memory BFGS in a box, with the task's gradients or finite differences. */
export const lbfgs = optimizerFactory<LbfgsInput>(lbfgsPlugin);

/** Global search along each parameter by itself, for functions that are sums over their parameters; it tests that first. */
export const step = optimizerFactory<StepInput>(stepPlugin);

declare module '@glompo/core/plugin' {
  interface OptimizerOptions {
    'random-search': RandomSearchInput;
    'nelder-mead': NelderMeadInput;
    lbfgs: LbfgsInput;
    step: StepInput;
  }
}
