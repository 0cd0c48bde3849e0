import { defineCondition } from '../conditions/define-condition.js';
import type { HuntView } from '../contracts/view.js';

/**
 * Yes if none of the victim's last `trials` trials gave a finite value: each failed, timed out, or gave +Infinity. With fewer trials: no.
 *
 * Where the best values matter more than the last ones, see `bestUnmoving`: it says yes also if nothing has succeeded at all.
 *
 * Source: GloMPO's `LastPointsInvalid` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const lastPointsInvalid = defineCondition({
  name: 'lastPointsInvalid',
  description: 'if none of the last trials of the victim gave a finite value',
  options: { trials: { type: 'integer', min: 1, default: 100, description: 'how many of the last trials' } },
  first: 'trials',
  lookback: ({ trials }) => trials - 1,
  test({ victim }: HuntView, { trials }) {
    if (victim.remembered < trials) return undefined;
    for (let k = 0; k < trials; k++) if (victim.valueAgo(k) !== Number.POSITIVE_INFINITY) return undefined;
    const which = trials === 1 ? 'the last trial gave no' : `none of the last ${trials} trials gave a`;
    return { message: `${which} finite value`, data: { trials } };
  },
});
