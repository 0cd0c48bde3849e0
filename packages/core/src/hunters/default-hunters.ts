import { any } from '../conditions/any.js';
import type { Hunter } from '../contracts/decision.js';
import { knownBasin } from './known-basin.js';
import { predictiveTermination } from './predictive-termination.js';

/**
 * The hunters of a study that names none: a run is killed if it falls into the basin of a minimum that others have reached again and again, or if it is unlikely
 * to beat the best one with the evaluations that are left. Right without tuning from 2 to 100 dimensions, and sparing: where they are wrong the best run
 * is lost, where they spare too much some evaluations are.
 *
 * ```
 * any(knownBasin(), predictiveTermination())
 * ```
 *
 * How often each is wrong, and what it saves, stands in its doc comment; what they bring together in `docs/quality.md`. What other hunters cost that look right:
 * killing who stands still (`bestUnmoving(3000)`) or is within 1 % of the range of the best one (`parameterDistance(0.01)`) ended the large populations
 * that go on to a better minimum nearby: on Schaffer's function F7 (BBOB f17, 10-D, 100,000 evaluations) 2 of 10 seeds were solved with them, 9 of 10
 * without any.
 */
export function defaultHunters(): Hunter {
  return any(knownBasin(), predictiveTermination());
}
