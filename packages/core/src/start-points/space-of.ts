import type { StudyView } from '../contracts/view.js';
import { type SearchSpace, searchSpace } from '../space/search-space.js';

const spaces = new WeakMap<object, SearchSpace>();

/** The study's box with its conversions; made once per study. */
export function spaceOf({ space: { parameters } }: StudyView): SearchSpace {
  let space = spaces.get(parameters);
  if (space === undefined) {
    space = searchSpace(parameters);
    spaces.set(parameters, space);
  }
  return space;
}

/** A point of the box by chance, uniform in search coordinates; in search coordinates. */
export function uniformPoint({ low, high }: SearchSpace, random: { uniform(): number }): Float64Array {
  return low.map((from, i) => {
    const u = random.uniform();
    const to = high[i] as number;
    // Not low + u · (high − low): the range may overflow, and the sum may miss a bound by its last bit.
    return Math.min(to, Math.max(from, from * (1 - u) + to * u));
  });
}

/** A fraction of each parameter's range, in search coordinates. */
export function ofRange({ low, high }: SearchSpace, fraction: number): Float64Array {
  return low.map((from, i) => fraction * ((high[i] as number) - from));
}

/** Overwrites what lies outside of the box by its mirror image at the bound; what is still outside, by the bound. */
export function reflect(x: Float64Array, { low, high }: SearchSpace): Float64Array {
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number;
    const from = low[i] as number;
    const to = high[i] as number;
    const mirrored = value < from ? 2 * from - value : value > to ? 2 * to - value : value;
    x[i] = Math.min(to, Math.max(from, mirrored));
  }
  return x;
}
