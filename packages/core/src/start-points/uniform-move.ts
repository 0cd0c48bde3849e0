import type { Start } from '../contracts/decision.js';
import type { Random } from '../contracts/random.js';
import type { SearchSpace } from '../space/search-space.js';
import { reflect } from './space-of.js';

/**
 * A start near a point: each coordinate changed by a uniform number within ± its step, reflected at the bounds, with the suggestion to search as far (standard
 * deviation: step / √3).
 *
 * @param from in the task's units @param steps in search coordinates
 */
export function uniformMove(
  from: Float64Array,
  steps: Float64Array,
  { space, random }: { readonly space: SearchSpace; readonly random: Random },
): Required<Pick<Start, 'point' | 'spread'>> {
  const x = space.toSearch(from.slice());
  for (let i = 0; i < x.length; i++) x[i] = (x[i] as number) + (steps[i] as number) * (2 * random.uniform() - 1);
  return { point: space.toTask(reflect(x, space)), spread: steps.map(step => step / Math.sqrt(3)) };
}
