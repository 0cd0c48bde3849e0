import type { Space } from '@glompo/core/plugin';

/**
 * Coordinates u without bounds for points x in a box, one by one: x = low + (high − low)(1 + sin u)/2 between two bounds,
 * x = low + √(u² + 1) − 1 above one (mirrored below one), x = u where there is none (as in MINUIT: James & Roos, Computer Physics
 * Communications 10, 1975). Smooth, so that a simplex never goes flat against a bound, as it does when its points are moved
 * onto it.
 */
export class FreeCoordinates {
  readonly #low: Float64Array;
  readonly #high: Float64Array;

  constructor({ low, high }: Space) {
    this.#low = low;
    this.#high = high;
  }

  toBox(u: Float64Array): Float64Array {
    return u.map((v, i) => {
      const low = this.#low[i]!;
      const high = this.#high[i]!;
      if (Number.isFinite(low) && Number.isFinite(high)) {
        const share = (1 + Math.sin(v)) / 2;
        // Not low + share·(high − low), whose range may be beyond the largest number.
        return Math.min(high, Math.max(low, (1 - share) * low + share * high));
      }
      if (Number.isFinite(low)) return low + (Math.hypot(v, 1) - 1);
      if (Number.isFinite(high)) return high - (Math.hypot(v, 1) - 1);
      return v;
    });
  }

  fromBox(x: Float64Array): Float64Array {
    return x.map((v, i) => {
      const low = this.#low[i]!;
      const high = this.#high[i]!;
      if (Number.isFinite(low) && Number.isFinite(high)) {
        const half = high / 2 - low / 2;
        return Math.asin(Math.min(1, Math.max(-1, (v / 2 - low / 2) / half - (high / 2 - v / 2) / half)));
      }
      if (Number.isFinite(low)) return beyond(v - low);
      if (Number.isFinite(high)) return beyond(high - v);
      return v;
    });
  }
}

/** The u ≥ 0 with √(u² + 1) − 1 = distance. */
function beyond(distance: number): number {
  const d = Math.max(0, distance);
  return Math.sqrt(d) * Math.sqrt(d + 2);
}
