import { defineCondition } from '../conditions/define-condition.js';
import { count } from '../conditions/figures.js';
import type { HuntView } from '../contracts/view.js';

/**
 * Yes once the victim has finished `trials` trials (failed ones count): put first in an `all`, it protects the young.
 *
 * Source: GloMPO's `MinFuncCalls` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const minTrials = defineCondition({
  name: 'minTrials',
  description: 'once the victim has finished so many trials',
  options: { trials: { type: 'integer', min: 1, default: 500, description: 'trials of the victim' } },
  first: 'trials',
  test: ({ victim }: HuntView, { trials }) =>
    victim.trials >= trials
      ? { message: `${count(victim.trials, 'trial')} (at least ${trials})`, data: { trials: victim.trials } }
      : undefined,
});
