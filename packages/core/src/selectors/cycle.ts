import type { OptimizerChoice } from '../contracts/choice.js';
import type { Selector } from '../contracts/decision.js';
import { checkChoices } from './check-choices.js';

/**
 * Starts the optimizers one after the other, in the order given, and again from the first; whenever there is room for a run.
 *
 * @throws GlompoError `GLOMPO_OPTION` if there is none, or one is not an optimizer choice
 */
export function cycle(...choices: readonly OptimizerChoice[]): Selector {
  const checked = checkChoices(choices, 'cycle');
  return {
    name: 'cycle',
    choices: checked,
    next: ({ runs }) => ({ type: 'spawn', choice: checked[runs.started % checked.length] as OptimizerChoice }),
  };
}
