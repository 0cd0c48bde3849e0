import { defineCondition } from '../conditions/define-condition.js';
import type { StudyView } from '../contracts/view.js';

/** As `maxEvaluations`, with a budget that grows with the problem: `evaluations` times the number of parameters. */
export const maxEvaluationsPerParameter = defineCondition({
  name: 'maxEvaluationsPerParameter',
  description: 'once the study has made so many evaluations for each parameter of the task',
  options: {
    evaluations: { type: 'integer', min: 1, default: 10_000, description: 'evaluations per parameter, never exceeded' },
  },
  first: 'evaluations',
  test(study: StudyView, { evaluations }) {
    const limit = evaluations * study.space.dimensions;
    return study.evaluations >= limit
      ? {
          message: `${study.evaluations} of at most ${limit} evaluations made (${evaluations} per parameter)`,
          data: { evaluations: study.evaluations, limit },
        }
      : undefined;
  },
  remaining: (study, { evaluations }) => Math.max(0, evaluations * study.space.dimensions - study.evaluations),
});
