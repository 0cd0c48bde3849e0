import type { Population } from '../population.js';
import type { ShapeState } from '../state.js';
import type { Adaptation, Shape } from './shape.js';

/** How many directions are kept in n dimensions. */
export function directionsFor(n: number): number {
  return 4 + Math.floor(3 * Math.log(n));
}

/**
 * A few directions instead of a matrix: A is a product of 4 + ⌊3 ln n⌋ factors I + c (m mᵀ − I), each of which remembers the mean step for a
 * longer time than the one before. Time and memory are O(n log n) per point (Loshchilov, Glasmachers & Beyer, "Large Scale Black-box
 * Optimization by Limited-Memory Matrix Adaptation", IEEE TEC 2019, algorithm 1). The deviations of single coordinates are not known
 * to it: they count as 1.
 */
export class LimitedShape implements Shape {
  readonly longest = 1;
  readonly shortest = 1;
  readonly #n: number;
  /** A row of n numbers per direction. */
  readonly #directions: Float64Array;
  readonly #count: number;
  /** Directions that have been learned so far. */
  #used = 0;

  constructor(n: number) {
    this.#n = n;
    this.#count = directionsFor(n);
    this.#directions = new Float64Array(this.#count * n);
  }

  transform({ z, y, lambda }: Population, first: number): void {
    const n = this.#n;
    y.set(z.subarray(first * n, lambda * n), first * n);
    for (let j = 0; j < this.#used; j++) {
      const c = this.#strength(j);
      for (let k = first; k < lambda; k++) this.#turn(y.subarray(k * n, (k + 1) * n), j, { own: 1 - c, other: c });
    }
  }

  whiten(y: Float64Array, z: Float64Array): void {
    z.set(y);
    for (let j = this.#used - 1; j >= 0; j--) {
      const c = this.#strength(j);
      const m = this.#directions.subarray(j * this.#n, (j + 1) * this.#n);
      const squares = m.reduce((sum, x) => sum + x * x, 0);
      // Sherman & Morrison: ((1 − c) I + c m mᵀ)⁻¹.
      this.#turn(z, j, { own: 1 / (1 - c), other: -c / ((1 - c) * (1 - c + c * squares)) });
    }
  }

  adapt({ strategy: { lambda, muEff }, stepZ }: Adaptation): void {
    const n = this.#n;
    this.#used = Math.min(this.#count, this.#used + 1);
    for (let j = 0; j < this.#count; j++) {
      const c = Math.min(1, lambda / (4 ** j * n));
      const gain = Math.sqrt(muEff * c * (2 - c));
      const row = j * n;
      for (let i = 0; i < n; i++) this.#directions[row + i] = (1 - c) * this.#directions[row + i]! + gain * stepZ[i]!;
    }
  }

  refresh(): boolean {
    return this.#directions.every(Number.isFinite);
  }

  deviation(): number {
    return 1;
  }

  axis(k: number, out: Float64Array): number {
    out.fill(0);
    out[k] = 1;
    return 1;
  }

  snapshot(): ShapeState {
    return { model: 'limited', directions: this.#directions.slice(), used: this.#used };
  }

  restore(state: ShapeState): void {
    if (state.model !== 'limited') return;
    this.#directions.set(state.directions);
    this.#used = state.used;
  }

  /** c_d of direction j. */
  #strength(j: number): number {
    // With one parameter or two there would be nothing left of z.
    return Math.min(0.5, 1 / (1.5 ** j * this.#n));
  }

  /** v ← own v + other (mᵀ v) m */
  #turn(v: Float64Array, j: number, { own, other }: { readonly own: number; readonly other: number }): void {
    const n = this.#n;
    const m = j * n;
    let product = 0;
    for (let i = 0; i < n; i++) product += this.#directions[m + i]! * v[i]!;
    const factor = other * product;
    for (let i = 0; i < n; i++) v[i] = own * v[i]! + factor * this.#directions[m + i]!;
  }
}
