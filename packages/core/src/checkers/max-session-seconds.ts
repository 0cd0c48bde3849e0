import { defineCondition } from '../conditions/define-condition.js';
import { figure } from '../conditions/figures.js';
import type { StudyView } from '../contracts/view.js';

/**
 * Yes once this session of the study has taken `seconds` of wall-clock time: what a job on a cluster may take, however often the study is
 * resumed. `maxSeconds` counts all sessions.
 *
 * Source: GloMPO's `MaxSeconds` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const maxSessionSeconds = defineCondition({
  name: 'maxSessionSeconds',
  description: 'once the study has taken so much time since it was started or last resumed',
  options: { seconds: { type: 'number', above: 0, description: 'wall-clock seconds of this session' } },
  first: 'seconds',
  test: (study: StudyView, { seconds }) =>
    study.sessionSeconds >= seconds
      ? {
          message: `${figure(study.sessionSeconds)} of at most ${figure(seconds)} seconds taken in this session`,
          data: { seconds: study.sessionSeconds },
        }
      : undefined,
  secondsLeft: (study, { seconds }) => Math.max(0, seconds - study.sessionSeconds),
});
