import type { OptimizerChoice } from '../contracts/choice.js';
import type { Selector } from '../contracts/decision.js';
import { checkChoices } from './check-choices.js';

/**
 * Starts any of the optimizers, all with the same probability; whenever there is room for a run. One given twice is twice as
 * likely. Draws one random number for each.
 *
 * @throws GlompoError `GLOMPO_OPTION` if there is none, or one is not an optimizer choice
 */
export function random(...choices: readonly OptimizerChoice[]): Selector {
  const checked = checkChoices(choices, 'random');
  return {
    name: 'random',
    choices: checked,
    next: (_view, _free, random) => ({
      type: 'spawn',
      choice: checked[random.integer(checked.length)] as OptimizerChoice,
    }),
  };
}
