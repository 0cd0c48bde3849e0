import { defineCondition } from '../conditions/define-condition.js';
import { percent } from '../conditions/figures.js';
import type { HuntView } from '../contracts/view.js';

/**
 * Yes by chance, the likelier the worse the victim's best value fv is against the hunter's fh. With d = |(fv − fh) / fh| the victim
 * survives with probability (1 − medianKillChance)^d: never killed at d = 0, killed with probability `medianKillChance` at
 * d = 1 (twice the hunter's value, where values are positive), 1 − (1 − medianKillChance)² at d = 2, and so on.
 *
 * The difference is relative: it means most for objectives whose optimum is near 0 and least for those with a large constant part.
 * Opposite signs need no special case (fh = −1, fv = 1: d = 2). If fh is 0, every worse victim is infinitely worse and dies. A victim
 * whose trials have all failed dies too; one without any trial, or at least as good as the hunter, survives.
 *
 * Draws one random number per question, whatever the values, except for a victim without trials.
 *
 * Source: GloMPO's `ValueAnnealing` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const valueAnnealing = defineCondition({
  name: 'valueAnnealing',
  description: 'by chance, the likelier the worse the best value of the victim is against that of the hunter',
  options: {
    medianKillChance: {
      type: 'number',
      above: 0,
      max: 1,
      default: 0.5,
      description: 'probability of killing a victim whose value is twice that of the hunter',
    },
  },
  first: 'medianKillChance',
  test({ hunter, victim }: HuntView, { medianKillChance }, { random }) {
    if (victim.trials === 0) return undefined;
    const draw = random.uniform();
    const ours = hunter.best?.value ?? Number.POSITIVE_INFINITY;
    const theirs = victim.best?.value ?? Number.POSITIVE_INFINITY;
    if (theirs <= ours) return undefined;
    const difference = (theirs - ours) / Math.abs(ours);
    const chance = 1 - (1 - medianKillChance) ** difference;
    if (draw >= chance) return undefined;
    const worse =
      difference === Number.POSITIVE_INFINITY
        ? victim.best === undefined
          ? 'no trial has succeeded'
          : 'the best value is infinitely worse than that of the hunter'
        : `the best value is ${percent(difference)} worse than that of the hunter`;
    return {
      message: `${worse} (kill chance ${percent(chance)})`,
      data: { hunter: ours, victim: theirs, chance, draw },
    };
  },
});
