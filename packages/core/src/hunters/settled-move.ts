import { defineCondition } from '../conditions/define-condition.js';
import { figure } from '../conditions/figures.js';
import type { HuntView, RunView } from '../contracts/view.js';
import { hasReturned, type Move, moveOf } from '../moves/move.js';

/**
 * Yes if it is settled what will become of the victim as a move of a walk over minima: how much higher it may end and be accepted, basin hopping draws
 * when it begins (`basinHopping`), so that the rest of a descent need not be made to know the answer. It is for local optimizers that converge geometrically, such as `lbfgs`. With b the victim's
 * best value, f how far it fell in the last `calls` trials, and b − `factor` f taken as the lowest value it can still reach:
 *
 * - **It comes back**: every coordinate of its best point is less than half as far from where the walk stands as the one that was changed most was at the start. The walk stays where it is, as it would have.
 * - **It will be rejected**: b − `factor` f lies above what is accepted.
 * - **It will be accepted**: b is low enough already, the fall of the last `calls` / 2 trials, times `factor`, is below `precision` × the temperature, and
 *   is not enough to beat the hunter's best value. The walk goes there; how much lower the minimum itself is would hardly change what it does next.
 *
 * For geometric convergence by a factor q within `calls` trials, f q / (1 − q) is what is left, so `factor` 1 stands for q = ½. Descents that rest on a
 * plateau and then fall are what it does wrong: see `docs/decisions.md` for how often.
 *
 * It must be asked often: a descent takes about a hundred trials (`huntEvery`: 5). No for runs that are no moves, for the first of a walk, and with `calls` trials or fewer.
 */
export const settledMove = defineCondition({
  name: 'settledMove',
  description: 'if it is settled whether the walk of basin hopping will go where the victim ends',
  options: {
    factor: {
      type: 'number',
      min: 0,
      default: 1,
      description: 'how many times the fall of the last trials a descent may still fall',
    },
    calls: { type: 'integer', min: 2, default: 30, description: 'how many trials back it looks' },
    precision: {
      type: 'number',
      min: 0,
      default: 0.1,
      description:
        'how exactly the value of an accepted move must be known, as a fraction of the temperature (0: to the end)',
    },
  },
  first: 'factor',
  lookback: ({ calls }) => calls,
  test({ study: { space }, hunter, victim }: HuntView, { factor, calls, precision }) {
    const move = moveOf(victim.origin);
    const { best } = victim;
    if (move === undefined || best === undefined || victim.trials <= calls) return undefined;
    if (best.value >= move.value && hasReturned(move, best.point, space)) {
      return {
        message: `it comes back to where its walk stands, at ${figure(move.value)}`,
        data: { from: move.value },
      };
    }
    const accepted = move.value + move.allowance;
    const lowest = best.value - factor * fall(victim, calls);
    if (lowest > accepted) {
      return {
        message: `it will not end below ${figure(lowest)}, and is accepted up to ${figure(accepted)}`,
        data: { lowest, accepted },
      };
    }
    return willBeAccepted(best.value, {
      move,
      left: factor * fall(victim, calls >> 1),
      precision,
      incumbent: hunter.best?.value,
    });
  },
});

/** How far the best value fell in the last `calls` trials. */
function fall(run: RunView, calls: number): number {
  const before = run.bestAgo(calls);
  return before - run.bestAgo(0);
}

interface Descent {
  readonly move: Move;
  /** How far it may still fall. */
  readonly left: number;
  readonly precision: number;
  readonly incumbent: number | undefined;
}

function willBeAccepted(best: number, { move, left, precision, incumbent }: Descent) {
  const accepted = move.value + move.allowance;
  if (!(best <= accepted && left < precision * move.temperature)) return undefined;
  if (incumbent === undefined || best - left <= incumbent) return undefined;
  return {
    message: `it is low enough to be accepted at ${figure(best)}, and will not fall by more than ${figure(left)}`,
    data: { best, accepted, left },
  };
}
