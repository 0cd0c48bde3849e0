import { defineCondition } from '../conditions/define-condition.js';
import { count } from '../conditions/figures.js';
import type { StudyView } from '../contracts/view.js';

/**
 * Yes once `runs` runs have been killed, by hunters or by hand.
 *
 * Source: GloMPO's `MaxKills` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const runsKilled = defineCondition({
  name: 'runsKilled',
  description: 'once so many runs have been killed',
  options: { runs: { type: 'integer', min: 1, description: 'runs that were killed' } },
  first: 'runs',
  test: ({ runs: { killed } }: StudyView, { runs }) =>
    killed >= runs ? { message: `${count(killed, 'run')} killed (limit ${runs})`, data: { killed } } : undefined,
});
