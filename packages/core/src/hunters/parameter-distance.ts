import { defineCondition } from '../conditions/define-condition.js';
import { percent } from '../conditions/figures.js';
import type { Space } from '../contracts/optimizer.js';
import type { HuntView } from '../contracts/view.js';
import { isLogarithmic } from '../space/parameters.js';

/**
 * Yes if the best points of victim and hunter are close: √(Σ ((vᵢ − hᵢ) / rangeᵢ)² / n) ≤ `relative`, so that opposite corners of the
 * box are 1 apart in any dimension. Logarithmic parameters are compared by their logarithms. Without two best points: no.
 */
export const parameterDistance = defineCondition({
  name: 'parameterDistance',
  description: 'if the best points of victim and hunter are close to each other',
  options: {
    relative: {
      type: 'number',
      min: 0,
      max: 1,
      default: 0.01,
      description: 'largest distance, as a fraction of the ranges',
    },
  },
  first: 'relative',
  test({ study, hunter, victim }: HuntView, { relative }) {
    if (hunter.best === undefined || victim.best === undefined) return undefined;
    const distance = relativeDistance(study.space, hunter.best.point, victim.best.point);
    if (!(distance <= relative)) return undefined;
    return {
      message: `the best points of victim and hunter are ${percent(distance)} of the range apart (limit ${percent(relative)})`,
      data: { distance },
    };
  },
});

function relativeDistance({ dimensions, parameters, low, high }: Space, a: Float64Array, b: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < dimensions; i++) {
    const difference = isLogarithmic(parameters[i])
      ? Math.log10((a[i] as number) / (b[i] as number))
      : (a[i] as number) - (b[i] as number);
    const scaled = difference / ((high[i] as number) - (low[i] as number));
    squares += scaled * scaled;
  }
  return Math.sqrt(squares / dimensions);
}
