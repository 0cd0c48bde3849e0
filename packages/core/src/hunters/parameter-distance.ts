import { defineCondition } from '../conditions/define-condition.js';
import { percent } from '../conditions/figures.js';
import type { HunterView, HuntView } from '../contracts/view.js';
import { relativeDistance } from '../space/relative-distance.js';

/**
 * Yes if the victim's best point is close to that of a better run: √(Σ ((vᵢ − bᵢ) / rangeᵢ)² / n) ≤ `relative`, so that opposite corners of
 * the box are 1 apart in any dimension. Logarithmic parameters are compared by their logarithms. Without two best points: no.
 *
 * With `against: 'hunter'` the better run is the hunter. With `'all'` it is any live run whose best value is below the victim's, or equal
 * and found by an older run: of two that are close, only the worse one is killed.
 *
 * Source: GloMPO's `ParameterDistance` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const parameterDistance = defineCondition({
  name: 'parameterDistance',
  description: 'if the best point of the victim is close to that of the hunter, or of any better live run',
  options: {
    relative: {
      type: 'number',
      min: 0,
      max: 1,
      default: 0.01,
      description: 'largest distance, as a fraction of the ranges',
    },
    against: {
      type: 'choice',
      of: ['hunter', 'all'],
      default: 'hunter',
      description: 'whose best point it is compared with: that of the hunter, or those of all better live runs',
    },
  },
  first: 'relative',
  test({ study, hunter, victim }: HuntView, { relative, against }) {
    const others: readonly HunterView[] = against === 'hunter' ? [] : study.live.filter(({ id }) => id !== hunter.id);
    for (const other of [hunter, ...others]) {
      if (other.best === undefined || victim.best === undefined) continue;
      if (other.id !== hunter.id && !isBetter(other, victim)) continue;
      const distance = relativeDistance(study.space, other.best.point, victim.best.point);
      if (!(distance <= relative)) continue;
      const whose = other.id === hunter.id ? 'hunter' : `run ${other.id}`;
      return {
        message: `the best points of victim and ${whose} are ${percent(distance)} of the range apart (limit ${percent(relative)})`,
        data: { distance, ...(other.id !== hunter.id && { run: other.id }) },
      };
    }
    return undefined;
  },
});

/** A run is not better than itself. */
function isBetter(run: HunterView, victim: HunterView): boolean {
  const [ours, theirs] = [run.best?.value as number, victim.best?.value as number];
  return ours < theirs || (ours === theirs && run.id < victim.id);
}
