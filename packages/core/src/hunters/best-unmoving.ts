import { defineCondition } from '../conditions/define-condition.js';
import { percent } from '../conditions/figures.js';
import type { HuntView } from '../contracts/view.js';

/**
 * Yes if the victim's best value has changed by at most `tolerance` × |what it was `calls` trials ago|.
 *
 * With no more than `calls` trials: no. If the best value was 0 then: only if it still is. If nothing had succeeded by then: only
 * if nothing has since.
 *
 * Source: GloMPO's `BestUnmoving` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const bestUnmoving = defineCondition({
  name: 'bestUnmoving',
  description: 'if the best value of the victim has hardly changed in its last trials',
  options: {
    calls: { type: 'integer', min: 1, default: 500, description: 'how many trials back the best value is compared' },
    tolerance: {
      type: 'number',
      min: 0,
      default: 0.01,
      description: 'largest change, as a fraction of the value then',
    },
  },
  lookback: ({ calls }) => calls,
  test({ victim }: HuntView, { calls, tolerance }) {
    if (victim.remembered <= calls) return undefined;
    const before = victim.bestAgo(calls);
    const now = victim.bestAgo(0);
    if (before === Number.POSITIVE_INFINITY) {
      if (now !== before) return undefined;
      return {
        message: `no trial has succeeded until now, ${calls} trials after the first`,
        data: { change: 0, calls },
      };
    }
    const moved = before - now;
    if (!(moved <= tolerance * Math.abs(before))) return undefined;
    const change = moved === 0 ? 0 : moved / Math.abs(before);
    return {
      message: `best value moved by ${percent(change)} in the last ${calls} trials (tolerance ${percent(tolerance)})`,
      data: { change, before, now, calls },
    };
  },
});
