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

/** A point of the box from a fraction (0 to 1) of the way from the lower to the upper bound for each coordinate; in search coordinates. */
export function pointAt({ low, high }: SearchSpace, fraction: (i: number) => number): Float64Array {
  return low.map((from, i) => between(from, high[i] as number, fraction(i)));
}

/** Not a + u · (b − a): the range may overflow, and the sum may miss a bound by its last bit. */
export function between(a: number, b: number, u: number): number {
  return Math.min(Math.max(a, b), Math.max(Math.min(a, b), a * (1 - u) + b * u));
}

/** Where a point, in search coordinates, lies on the way from the lower to the upper bounds. */
export function fractionsOf(x: Float64Array, { low, high }: SearchSpace): Float64Array {
  return x.map((value, i) => {
    const from = low[i] as number;
    const to = high[i] as number;
    // Of a range that overflows, halves do not.
    const part = Number.isFinite(to - from)
      ? (value - from) / (to - from)
      : (value / 2 - from / 2) / (to / 2 - from / 2);
    return Math.min(1, Math.max(0, part));
  });
}

/** A point of the box by chance, uniform in search coordinates; in search coordinates. */
export function uniformPoint(space: SearchSpace, random: { uniform(): number }): Float64Array {
  return pointAt(space, () => random.uniform());
}

/** A fraction of each parameter's range, in search coordinates. */
export function ofRange({ low, high }: SearchSpace, fraction: number): Float64Array {
  return low.map((from, i) => {
    const to = high[i] as number;
    const range = to - from;
    // Never infinite, though the range may overflow.
    return Number.isFinite(range) ? fraction * range : Math.min(Number.MAX_VALUE, fraction * to - fraction * from);
  });
}

/** Overwrites what lies outside of the box by its mirror image at the bound; what is still outside, by the bound. */
export function reflect(x: Float64Array, { low, high }: SearchSpace): Float64Array {
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number;
    const from = low[i] as number;
    const to = high[i] as number;
    const mirrored = value < from ? from + (from - value) : value > to ? to + (to - value) : value;
    x[i] = Math.min(to, Math.max(from, mirrored));
  }
  return x;
}
