import { defineCondition } from '../conditions/define-condition.js';
import { count } from '../conditions/figures.js';
import type { StudyView } from '../contracts/view.js';

/**
 * Yes once `runs` runs have converged, that is, ended by their own optimizer's decision.
 *
 * Source: GloMPO's `NOptConverged` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const runsConverged = defineCondition({
  name: 'runsConverged',
  description: 'once so many runs have converged',
  options: { runs: { type: 'integer', min: 1, description: 'runs that ended by themselves' } },
  first: 'runs',
  test: ({ runs: { converged } }: StudyView, { runs }) =>
    converged >= runs
      ? { message: `${count(converged, 'run')} converged (limit ${runs})`, data: { converged } }
      : undefined,
});
