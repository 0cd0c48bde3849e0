import { defineCondition } from '../conditions/define-condition.js';
import { figure } from '../conditions/figures.js';
import type { StudyView } from '../contracts/view.js';

/**
 * Yes once the slots have together spent `seconds` evaluating (`StudyView.coreSeconds`): what the evaluations cost on the machine, over all
 * sessions. Time in which a slot waits, or its worker starts or computes an optimizer's next points, does not count; work that was lost with
 * its worker does. A task that uses several cores per evaluation takes more of them than is counted.
 *
 * It is looked at about 20 times a second, so that many slots exceed it by up to 0.05 seconds each; what is under way then is cancelled. A
 * seed alone does not repeat a study that stops by it.
 */
export const maxCoreSeconds = defineCondition({
  name: 'maxCoreSeconds',
  description: 'once the slots have together spent so much time evaluating',
  options: { seconds: { type: 'number', above: 0, description: 'seconds of evaluating, summed over the slots' } },
  first: 'seconds',
  test: ({ coreSeconds }: StudyView, { seconds }) =>
    coreSeconds >= seconds
      ? {
          message: `${figure(coreSeconds)} of at most ${figure(seconds)} core-seconds spent`,
          data: { coreSeconds },
        }
      : undefined,
  // Sooner than with all slots evaluating it cannot be. With none, no time passes here.
  secondsLeft: ({ coreSeconds, slots }, { seconds }) => (coreSeconds >= seconds ? 0 : (seconds - coreSeconds) / slots),
});
