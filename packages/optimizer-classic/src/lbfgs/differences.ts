import type { Proposal } from '@glompo/core/plugin';
import type { Box } from './box.js';

/** `refined`: forward until they say no more, then central (Gill, Murray & Wright, Practical Optimization, 1981, section 4.6). */
export type DifferenceScheme = 'forward' | 'central' | 'refined';

/** Finite differences of values where a task gives no gradient, with all points inside the box. */
export class Differences {
  readonly #box: Box;
  readonly #step: number | undefined;
  readonly #refines: boolean;
  #central: boolean;
  /** Signed steps of the points asked for last. */
  readonly #steps: Float64Array;

  /**
   * @param step relative to the larger of |x| and a tenth of the coordinate's range; default √ε for forward and ∛ε for central
   *   differences, where truncation and rounding weigh about the same (Nocedal & Wright, 2nd ed., §8.1)
   */
  constructor(box: Box, scheme: DifferenceScheme, step?: number) {
    this.#box = box;
    this.#central = scheme === 'central';
    this.#refines = scheme === 'refined';
    this.#step = step;
    this.#steps = new Float64Array(box.low.length);
  }

  /** From forward to central differences, once and where the scheme says so; whether it did. */
  refine(): boolean {
    if (!this.#refines || this.#central) return false;
    this.#central = true;
    return true;
  }

  /** The points whose values give the gradient at `x`: n (forward) or 2n (central). */
  points(x: Float64Array): Proposal[] {
    const points: Proposal[] = [];
    for (let i = 0; i < x.length; i++) {
      const step = this.#stepAt(i, x[i]!);
      this.#steps[i] = step;
      points.push(moved(x, i, step));
      if (this.#central) points.push(moved(x, i, this.#inside(i, x[i]! - step) ? -step : 2 * step));
    }
    return points;
  }

  /** The gradient at `x`, where the value is `value`, from the values at `points(x)`; entries that cannot be had are not finite. */
  gradient(x: Float64Array, value: number, values: (k: number) => number): Float64Array {
    return x.map((xi, i) => {
      const h = this.#steps[i]!;
      // What was added, not what was meant to be.
      const exact = xi + h - xi;
      if (!this.#central) return (values(i) - value) / exact;
      const [a, b] = [values(2 * i), values(2 * i + 1)];
      if (!Number.isFinite(a) && this.#inside(i, xi - h)) return (value - b) / (xi - (xi - h));
      if (!Number.isFinite(b)) return (a - value) / exact;
      // Both on one side where the other is outside: still of second order.
      if (!this.#inside(i, xi - h)) return (4 * a - b - 3 * value) / (2 * exact);
      return (a - b) / (xi + h - (xi - h));
    });
  }

  /** Positive, unless only the other side is inside. */
  #stepAt(i: number, xi: number): number {
    const { low, high, unit } = this.#box;
    const relative = this.#step ?? (this.#central ? 2 ** -17 : 2 ** -26);
    const wanted = relative * Math.max(Math.abs(xi), 0.1 * unit[i]!);
    const room = Math.max(high[i]! - xi, xi - low[i]!);
    const h = Math.max(Math.min(wanted, room / 2), 4 * Number.EPSILON * Math.abs(xi));
    return this.#inside(i, xi + h) ? h : -h;
  }

  #inside(i: number, v: number): boolean {
    return v >= this.#box.low[i]! && v <= this.#box.high[i]!;
  }
}

function moved(x: Float64Array, i: number, step: number): Proposal {
  const to = x.slice();
  to[i] = x[i]! + step;
  return { x: to };
}
