import { defineCondition } from '../conditions/define-condition.js';
import { count } from '../conditions/figures.js';
import type { StudyView } from '../contracts/view.js';

/**
 * Yes once `evaluations` evaluations in a row have found nothing better than the best value of the study, however small a better one's
 * advantage would be. While no trial has given a finite value, they count from the beginning. Never exceeded, as `maxEvaluations`.
 */
export const nothingBetter = defineCondition({
  name: 'nothingBetter',
  description: 'once so many evaluations in a row have found nothing better',
  options: { evaluations: { type: 'integer', min: 1, description: 'evaluations of the study without a better value' } },
  first: 'evaluations',
  test({ evaluations: made, improved }: StudyView, { evaluations }) {
    const since = made - improved.evaluations;
    if (since < evaluations) return undefined;
    return { message: `nothing better found in ${count(since, 'evaluation')} (limit ${evaluations})`, data: { since } };
  },
  remaining: ({ evaluations: made, improved }, { evaluations }) =>
    Math.max(0, evaluations - (made - improved.evaluations)),
});
