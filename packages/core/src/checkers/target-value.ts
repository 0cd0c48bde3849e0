import { defineCondition } from '../conditions/define-condition.js';
import { figure } from '../conditions/figures.js';
import type { StudyView } from '../contracts/view.js';

/**
 * Yes once the best value of the study is at most `value` + `tolerance`.
 *
 * Source: GloMPO's `TargetCost` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const targetValue = defineCondition({
  name: 'targetValue',
  description: 'once the best value of the study reaches a target',
  options: {
    value: { type: 'number', description: 'the target' },
    tolerance: { type: 'number', min: 0, default: 0, description: 'how far above the target is near enough, absolute' },
  },
  first: 'value',
  test({ incumbent }: StudyView, { value, tolerance }) {
    if (incumbent === undefined || !(incumbent.value <= value + tolerance)) return undefined;
    const limit = tolerance > 0 ? `${figure(value)} + ${figure(tolerance)}` : figure(value);
    return {
      message: `best value ${figure(incumbent.value)} reached the target ${limit}`,
      data: { best: incumbent.value },
    };
  },
  watchValue: ({ value, tolerance }) => value + tolerance,
});
