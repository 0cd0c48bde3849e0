import { defineCondition } from '../conditions/define-condition.js';
import { percent } from '../conditions/figures.js';
import type { HuntView } from '../contracts/view.js';

/**
 * Yes if the victim takes small steps: the mean distance from each of its last `calls` trials to the next is at most `relative`. Distances are
 * fractions of the ranges as in `parameterDistance`: 1 between opposite corners of the box in any dimension; two random points are 0.41 apart on
 * average in high dimension. Trials count in the order in which they finished, failed ones too. With fewer trials: no.
 *
 * Small steps alone may be those of a run that is about to find the minimum: combine it, as in `all(stepSize(0.01), valueAnnealing())`.
 *
 * Source: GloMPO's `StepSize` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const stepSize = defineCondition({
  name: 'stepSize',
  description: 'if the points of the last trials of the victim are close to each other, one after the other',
  options: {
    relative: {
      type: 'number',
      min: 0,
      max: 1,
      default: 0.01,
      description: 'largest mean distance between consecutive points, as a fraction of the ranges',
    },
    calls: { type: 'integer', min: 2, default: 100, description: 'how many of the last trials are looked at' },
  },
  first: 'relative',
  stepLookback: ({ calls }) => calls - 1,
  test({ victim }: HuntView, { relative, calls }) {
    const steps = calls - 1;
    if (victim.rememberedSteps < steps) return undefined;
    let sum = 0;
    for (let k = 0; k < steps; k++) sum += victim.stepAgo(k);
    const mean = sum / steps;
    if (!(mean <= relative)) return undefined;
    return {
      message: `the last ${calls} points are on average ${percent(mean)} of the range apart (limit ${percent(relative)})`,
      data: { step: mean, calls },
    };
  },
});
