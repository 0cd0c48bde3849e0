import { defineCondition } from '../conditions/define-condition.js';
import { count } from '../conditions/figures.js';
import type { StudyView } from '../contracts/view.js';

/**
 * Yes as soon as `runs` runs have been started, whether or not they have ended: the last one has hardly begun.
 *
 * Source: GloMPO's `MaxOptsStarted` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const runsStarted = defineCondition({
  name: 'runsStarted',
  description: 'as soon as so many runs have been started',
  options: { runs: { type: 'integer', min: 1, description: 'runs, ended or not' } },
  first: 'runs',
  test: ({ runs: { started } }: StudyView, { runs }) =>
    started >= runs ? { message: `${count(started, 'run')} started (limit ${runs})`, data: { started } } : undefined,
});
