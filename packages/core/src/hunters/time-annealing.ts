import { defineCondition } from '../conditions/define-condition.js';
import { figure, percent } from '../conditions/figures.js';
import type { HuntView } from '../contracts/view.js';

/**
 * Yes by chance, the likelier the older the victim is against the hunter, where age is counted in trials. With q = trials of the hunter ÷
 * trials of the victim, the victim is killed with probability 1 − q ÷ `criticalRatio`, and never if q is at least `criticalRatio`.
 *
 * By default (1) a victim that is no older than the hunter survives, one of twice its trials is killed in half of the hunts. Below 1, only
 * victims that are older than that are in danger; above 1, younger ones are, too.
 *
 * Draws one random number per question, except for a victim without trials, which survives.
 *
 * Source: GloMPO's `TimeAnnealing` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const timeAnnealing = defineCondition({
  name: 'timeAnnealing',
  description: 'by chance, the likelier the more trials the victim has made against the hunter',
  options: {
    criticalRatio: {
      type: 'number',
      above: 0,
      default: 1,
      description: 'trials of the hunter ÷ trials of the victim from which on the victim certainly survives',
    },
  },
  first: 'criticalRatio',
  test({ hunter, victim }: HuntView, { criticalRatio }, { random }) {
    if (victim.trials === 0) return undefined;
    const draw = random.uniform();
    const ratio = hunter.trials / victim.trials;
    const chance = Math.max(0, 1 - ratio / criticalRatio);
    if (draw >= chance) return undefined;
    return {
      message: `the hunter has made ${figure(ratio)} times as many trials (kill chance ${percent(chance)})`,
      data: { hunter: hunter.trials, victim: victim.trials, chance, draw },
    };
  },
});
