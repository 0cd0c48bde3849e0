import type { OptimizerChoice, Selector } from '@glompo/core';
import { bandit, bipop, chain, realsOnly, starting } from '@glompo/core/selectors';
import { incumbent, variableNeighbourhood } from '@glompo/core/start-points';
import { lbfgs, step } from '@glompo/optimizer-classic';
import { cmaes } from '@glompo/optimizer-cmaes';

/** The weight of the first two: nearly all slots that they can use. */
const ofFirst = 1000;

/** What `minimize` and `glompo run` start where no optimizer is named: with default options. */
export function defaultOptimizers(): readonly [
  separable: OptimizerChoice,
  smooth: OptimizerChoice,
  general: OptimizerChoice,
] {
  return [step(), lbfgs(), cmaes()];
}

/**
 * How `minimize` and `glompo run` start them:
 *
 * - The first run finds out with n + 2 evaluations whether the function is a sum of functions of one parameter each, and solves it if so. The others get the
 *   slots that it leaves free, and so it is with the second one.
 * - The second one goes downhill from the best point known, such as a start that was given, in case there is but one valley, or a wide one; not for ever,
 *   since on ill-conditioned functions of many parameters it would take all that there is. Not where there are integers.
 * - All others are chosen by what such runs have found: CMA-ES with large and small populations, L-BFGS from random points, and L-BFGS near the best point known.
 *
 * What each part is worth is in `docs/quality.md`.
 */
export function defaultSelector(): Selector {
  const [separable, smooth, general] = defaultOptimizers();
  const look = { ...separable, weight: ofFirst };
  const first = realsOnly(starting(lbfgs({ maxIterations: 300 }, { weight: ofFirst }), incumbent()));
  const anywhere = realsOnly(smooth);
  const nearby = realsOnly(starting(smooth, variableNeighbourhood()));
  return chain(look, first, bandit(bipop(general), anywhere, nearby), { at: [1, 2], by: 'runs' });
}
