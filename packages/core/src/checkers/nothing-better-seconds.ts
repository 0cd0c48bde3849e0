import { defineCondition } from '../conditions/define-condition.js';
import { figure } from '../conditions/figures.js';
import type { StudyView } from '../contracts/view.js';

/**
 * Yes once the study has found nothing better than its best value for `seconds` of its wall-clock time (the time between sessions does not
 * count). While no trial has given a finite value, they count from the beginning. A seed alone does not repeat a study that stops by it.
 */
export const nothingBetterSeconds = defineCondition({
  name: 'nothingBetterSeconds',
  description: 'once nothing better was found for so much time',
  options: { seconds: { type: 'number', above: 0, description: 'wall-clock seconds without a better value' } },
  first: 'seconds',
  test({ seconds: now, improved }: StudyView, { seconds }) {
    const since = now - improved.seconds;
    if (since < seconds) return undefined;
    return { message: `nothing better found in ${figure(since)} seconds (limit ${figure(seconds)})`, data: { since } };
  },
  secondsLeft: ({ seconds: now, improved }, { seconds }) => Math.max(0, seconds - (now - improved.seconds)),
});
