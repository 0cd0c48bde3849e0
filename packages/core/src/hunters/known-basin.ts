import { defineCondition } from '../conditions/define-condition.js';
import { figure, percent } from '../conditions/figures.js';
import type { Minimum } from '../contracts/minimum.js';
import type { Space } from '../contracts/optimizer.js';
import type { HuntView, RunView } from '../contracts/view.js';
import { knownBasinName } from '../minima/arrivals.js';
import { valuesAgree } from '../minima/same-minimum.js';
import { relativeDistance } from '../space/relative-distance.js';

/** Steps must have become so many times shorter than the radius. */
const shrunk = 10;
/** The minimum must lie within so many of the longest of the last steps. */
const within = 0.7;

/**
 * Yes if the victim falls into the basin of a minimum that other runs have reached (`StudyView.minima`): it will end there, and is spared the way. With m the known minimum that
 * is nearest to the victim's last point x, R the smaller one of `radius` and m's distance to the nearest other known minimum, and s the longest of the victim's last
 * `calls` steps (all distances as in `parameterDistance`):
 *
 * - **It does not pass by**: s ≤ R / 10. It moves in steps much shorter than what lies between minima.
 * - **It closes in on m**: |x − m| ≤ 0.7 s. Whoever converges elsewhere has m farther and farther behind, measured in its own steps, however near it may be; whoever
 *   converges to m keeps it within its steps. For a population of standard deviation σ, s is about 2σ.
 * - **It is not better**: its best value is not below that of m (equal as far as minima are told apart).
 * - **Others ended there**: m was reached by at least `reached` runs. Where minima lie so close together that hardly one is reached twice, those beside m are not
 *   known, and the best of them is what a run in its valley is looking for. (Such is Schaffer's function F7.)
 *
 * The condition on starts in multi level single linkage that no known minimum be close (A. H. G. Rinnooy Kan & G. T. Timmer, Mathematical Programming 39, 1987) is the
 * same thought, asked of a run on its way. Measured on recorded courses of CMA-ES (8 functions in 2 to 10 dimensions; details in `docs/decisions.md`), with
 * `radius=0.02` and 1 to 40 runs that had ended before: it killed 97 % of the runs that would have ended at a minimum that two others had reached, and saved 47 % of their
 * trials; of 16,567 that would have ended elsewhere it killed none. With `radius=0.1` it saved 51 % and killed some 0.2 % of those: minima that lie closer together than a tenth
 * of `radius`, of which few are known, are where it is wrong.
 *
 * A run that it kills counts as one that has reached the minimum. No while no minimum is known, and with `calls` trials or fewer.
 */
export const knownBasin = defineCondition({
  name: knownBasinName,
  description: 'if the victim falls into the basin of a minimum that other runs have reached',
  options: {
    radius: {
      type: 'number',
      above: 0,
      max: 1,
      default: 0.02,
      description: 'how far a basin is taken to reach at most, as a fraction of the ranges',
    },
    calls: { type: 'integer', min: 1, default: 50, description: 'how many of the last steps are looked at' },
    reached: {
      type: 'integer',
      min: 1,
      default: 2,
      description:
        'how many runs must have reached the minimum: where none is reached again, there are others beside it',
    },
  },
  first: 'radius',
  stepLookback: ({ calls }) => calls,
  test({ study: { minima, space }, victim }: HuntView, { radius, calls, reached }) {
    const { last, best } = victim;
    if (minima.length === 0 || last === undefined || best === undefined || victim.rememberedSteps < calls)
      return undefined;
    const step = longestStep(victim, calls);
    if (!(step <= radius / shrunk)) return undefined;
    const [minimum, distance] = nearestOf(minima, last.point, space);
    if (minimum.reached < reached || !(distance <= within * step)) return undefined;
    if (best.value < minimum.value && !valuesAgree(best.value, minimum.value)) return undefined;
    const others = minima.filter(other => other !== minimum);
    const apart = others.length > 0 ? nearestOf(others, minimum.point, space)[1] : Number.POSITIVE_INFINITY;
    if (!(step <= apart / shrunk)) return undefined;
    return {
      message: `it falls into the basin of the minimum ${figure(minimum.value)} that run ${minimum.run} has found: ${percent(distance)} of the range away, in steps of at most ${percent(step)}`,
      data: { minimum: minimum.run, value: minimum.value, distance, step, apart },
    };
  },
});

function longestStep(run: RunView, calls: number): number {
  let longest = 0;
  for (let k = 0; k < calls; k++) longest = Math.max(longest, run.stepAgo(k));
  return longest;
}

function nearestOf(
  minima: readonly Minimum[],
  point: Float64Array,
  space: Space,
): readonly [minimum: Minimum, distance: number] {
  let nearest = minima[0] as Minimum;
  let least = Number.POSITIVE_INFINITY;
  for (const minimum of minima) {
    const distance = relativeDistance(space, minimum.point, point);
    if (distance < least) [nearest, least] = [minimum, distance];
  }
  return [nearest, least];
}
