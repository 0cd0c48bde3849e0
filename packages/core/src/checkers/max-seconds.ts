import { defineCondition } from '../conditions/define-condition.js';
import { figure } from '../conditions/figures.js';
import type { StudyView } from '../contracts/view.js';

/**
 * Yes once the study has taken `seconds` of wall-clock time. A seed alone does not repeat a study that stops by the clock.
 *
 * Source: GloMPO's `MaxSeconds` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const maxSeconds = defineCondition({
  name: 'maxSeconds',
  description: 'once the study has taken so much time',
  options: { seconds: { type: 'number', above: 0, description: 'wall-clock seconds' } },
  first: 'seconds',
  test: (study: StudyView, { seconds }) =>
    study.seconds >= seconds
      ? {
          message: `${figure(study.seconds)} of at most ${figure(seconds)} seconds taken`,
          data: { seconds: study.seconds },
        }
      : undefined,
  secondsLeft: (study, { seconds }) => Math.max(0, seconds - study.seconds),
});
