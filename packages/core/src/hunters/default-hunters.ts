import { all } from '../conditions/all.js';
import { any } from '../conditions/any.js';
import type { Hunter } from '../contracts/decision.js';
import { bestUnmoving } from './best-unmoving.js';
import { minTrials } from './min-trials.js';
import { parameterDistance } from './parameter-distance.js';
import { valueAnnealing } from './value-annealing.js';

const patience = 3000;

/**
 * The hunters of a study that names none: a run is killed if it stands still and is worse than the best one, or if it searches
 * where the best one already does. Meant to be right without tuning from 2 to 100 dimensions, and to err towards sparing.
 *
 * ```
 * any(all(minTrials(3000), bestUnmoving(calls=3000, tolerance=0.01), valueAnnealing(0.5)),
 *     all(minTrials(3000), parameterDistance(0.01)))
 * ```
 *
 * - 3,000 trials with less than 1 % of progress are a standstill also where progress is slow (CMA-ES on Rosenbrock's function in
 *   40 dimensions gains a factor of about 10⁹ in 60,000 trials, that is about two thirds in 3,000 on average), and where populations are
 *   large: on Rastrigin's function in 10 dimensions, which needs populations of 80 and more, a patience of 1,000 killed every run that
 *   would have succeeded (0 of 6 seeds found the minimum in 100,000 evaluations, 5 of 6 with 3,000 or without hunters).
 * - A standstill is killed by chance in proportion to how bad it is: a run 10 % worse than the best one is killed in 7 % of the
 *   hunts, one twice as bad in half of them. A plateau just above the best value is therefore left alone for a while, a hopeless
 *   one is not. (A constant part of the objective makes all differences small, and the hunters milder.)
 * - Two best points within 1 % of the range in the root mean square over the coordinates are almost always in one basin: random
 *   points are 41 % apart.
 * - No run is judged before 3,000 trials, so those of local optimizers that converge in some hundred are never killed.
 */
export function defaultHunters(): Hunter {
  return any(
    all(minTrials(patience), bestUnmoving({ calls: patience, tolerance: 0.01 }), valueAnnealing(0.5)),
    all(minTrials(patience), parameterDistance(0.01)),
  );
}
