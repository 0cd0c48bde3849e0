import { type OptimizerChoice, optimizerFactory, type RunOptions } from '@glompo/core/plugin';
import cmaesPlugin from './cmaes.plugin.js';
import type { CmaesInput } from './options.js';

export { type FminOptions, type FminResult, fmin } from './fmin.js';
export type { CmaesInput, CmaesOptions } from './options.js';
export type { CmaesState } from './state.js';
export { cmaesPlugin };

/**
 * CMA-ES for a study: `cmaes({ sigma: 0.3 })`.
 *
 * @throws GlompoError `GLOMPO_OPTION` that names the option
 */
export const cmaes: (options?: CmaesInput, run?: RunOptions) => OptimizerChoice =
  optimizerFactory<CmaesInput>(cmaesPlugin);
