import { defineCondition } from '../conditions/define-condition.js';
import { percent } from '../conditions/figures.js';
import type { HuntView, RunView } from '../contracts/view.js';

/**
 * Yes if the victim's last `calls` values hardly differ: their standard deviation (÷ `calls`) is at most `tolerance` × |newest value|.
 *
 * With fewer values than `calls`: no. If the newest value is 0: only if all of them are. Failed trials count as +Infinity: if
 * all of the values are +Infinity, nothing moves and it is a yes; if some are, a no.
 *
 * Source: GloMPO's `EvaluationsUnmoving` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const evaluationsUnmoving = defineCondition({
  name: 'evaluationsUnmoving',
  description: 'if the standard deviation of the last values of the victim is small against the newest',
  options: {
    calls: { type: 'integer', min: 2, default: 100, description: 'how many of the last values are looked at' },
    tolerance: {
      type: 'number',
      min: 0,
      default: 0.01,
      description: 'largest deviation, as a fraction of the newest value',
    },
  },
  lookback: ({ calls }) => calls - 1,
  test({ victim }: HuntView, { calls, tolerance }) {
    if (victim.remembered < calls) return undefined;
    if (victim.valueAgo(0) === Number.POSITIVE_INFINITY) {
      for (let k = 1; k < calls; k++) if (victim.valueAgo(k) !== Number.POSITIVE_INFINITY) return undefined;
      return { message: `none of the last ${calls} trials succeeded`, data: { deviation: 0, calls } };
    }
    const deviation = relativeDeviation(victim, calls);
    if (!(deviation <= tolerance)) return undefined;
    return {
      message: `the last ${calls} values deviate by ${percent(deviation)} (tolerance ${percent(tolerance)})`,
      data: { deviation, calls },
    };
  },
});

/**
 * Standard deviation ÷ |newest value|; NaN or +Infinity where that cannot be said. One pass: differences are taken from the newest value,
 * so that nothing cancels when the values are close, and are divided by it, so that nothing overflows when they are large.
 */
function relativeDeviation(victim: RunView, calls: number): number {
  const newest = victim.valueAgo(0);
  let sum = 0;
  let squares = 0;
  for (let k = 1; k < calls; k++) {
    const difference = victim.valueAgo(k) - newest;
    if (difference === 0) continue;
    const relative = difference / newest;
    sum += relative;
    squares += relative * relative;
  }
  return Math.sqrt(Math.max(0, squares / calls - (sum / calls) ** 2));
}
