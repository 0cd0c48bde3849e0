import { defineCondition } from '../conditions/define-condition.js';
import type { StudyView } from '../contracts/view.js';

/**
 * Yes once the study has made `evaluations` evaluations. They are reserved before they are dispatched, so there are never more.
 *
 * Source: GloMPO's `MaxFuncCalls` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const maxEvaluations = defineCondition({
  name: 'maxEvaluations',
  description: 'once the study has made so many evaluations',
  options: { evaluations: { type: 'integer', min: 1, description: 'evaluations, never exceeded' } },
  first: 'evaluations',
  test: (study: StudyView, { evaluations }) =>
    study.evaluations >= evaluations
      ? {
          message: `${study.evaluations} of at most ${evaluations} evaluations made`,
          data: { evaluations: study.evaluations },
        }
      : undefined,
  remaining: (study, { evaluations }) => Math.max(0, evaluations - study.evaluations),
});
