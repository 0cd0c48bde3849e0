import { defineCondition } from '../conditions/define-condition.js';
import type { HuntView } from '../contracts/view.js';
import { show } from '../options/options.js';

/**
 * Yes if the victim's optimizer has this name, as in `optimizers`: `cmaes`. It lets hunters be chosen by optimizer:
 * `any(all(optimizerType(cmaes), …), all(optimizerType(lbfgs), …))`. A name that no optimizer of the study has is no error: it says no.
 *
 * Source: GloMPO's `TypeHunter` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const optimizerType = defineCondition({
  name: 'optimizerType',
  description: 'if the optimizer of the victim has this name',
  options: { optimizer: { type: 'string', description: 'name of the optimizer' } },
  first: 'optimizer',
  test: ({ victim }: HuntView, { optimizer }) =>
    victim.optimizer.name === optimizer
      ? { message: `the optimizer is ${show(optimizer)}`, data: { optimizer } }
      : undefined,
});
