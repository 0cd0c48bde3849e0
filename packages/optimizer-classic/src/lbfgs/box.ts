import type { Space } from '@glompo/core/plugin';

/** The box, the coordinates that are held at its bounds, and what counts as a long way in it. */
export class Box {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Length unit per coordinate: its range, or max(1, |start|) where a bound is infinite. */
  readonly unit: Float64Array;
  /** unit² relative to the largest; absent where all are equal. */
  readonly metric: Float64Array | undefined;
  /** The free coordinates are the first `freeCount` ones listed. */
  readonly free: Int32Array;
  freeCount = 0;
  readonly #perUnit: Float64Array;

  constructor({ dimensions, low, high }: Space, start: Float64Array) {
    this.low = low;
    this.high = high;
    this.free = new Int32Array(dimensions);
    this.unit = new Float64Array(dimensions);
    let largest = 0;
    let smallest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < dimensions; i++) {
      const range = high[i]! - low[i]!;
      const unit = Number.isFinite(range) ? range : Math.max(1, Math.abs(start[i]!));
      this.unit[i] = unit;
      largest = Math.max(largest, unit);
      smallest = Math.min(smallest, unit);
    }
    this.#perUnit = this.unit.map(u => 1 / u);
    // Ranges tell how the coordinates' scales differ: the same algorithm in units of the ranges.
    if (smallest < largest) this.metric = this.unit.map(u => (u / largest) ** 2);
  }

  /** Overwrites `x` by the nearest point of the box. */
  project(x: Float64Array): Float64Array {
    for (let i = 0; i < x.length; i++) x[i] = Math.min(this.high[i]!, Math.max(this.low[i]!, x[i]!));
    return x;
  }

  /**
   * Finds the free coordinates: all but those at a bound with the gradient pushing outward.
   *
   * @returns the largest absolute entry of the gradient among them: 0 at a minimum, also at one on the bounds
   */
  release(x: Float64Array, gradient: Float64Array): number {
    const { low, high, free } = this;
    let count = 0;
    let steepest = 0;
    for (let i = 0; i < x.length; i++) {
      const g = gradient[i]!;
      if ((x[i]! <= low[i]! && g > 0) || (x[i]! >= high[i]! && g < 0)) continue;
      free[count++] = i;
      const size = Math.abs(g);
      if (size > steepest) steepest = size;
    }
    this.freeCount = count;
    return steepest;
  }

  /** The largest entry of `d` in units of its coordinate. */
  longest(d: Float64Array): number {
    const perUnit = this.#perUnit;
    let longest = 0;
    for (let i = 0; i < d.length; i++) longest = Math.max(longest, Math.abs(d[i]! * perUnit[i]!));
    return longest;
  }

  /**
   * Writes x + step·d, bent at the bounds, into `to`.
   *
   * @returns whether a bound bent it
   */
  follow(x: Float64Array, d: Float64Array, step: number, to: Float64Array): boolean {
    const { low, high } = this;
    let bent = false;
    for (let i = 0; i < x.length; i++) {
      let v = x[i]! + step * d[i]!;
      if (v < low[i]!) {
        v = low[i]!;
        bent = true;
      } else if (v > high[i]!) {
        v = high[i]!;
        bent = true;
      }
      to[i] = v;
    }
    return bent;
  }
}
