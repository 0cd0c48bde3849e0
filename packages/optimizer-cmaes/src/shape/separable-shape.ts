import type { Population } from '../population.js';
import type { ShapeState } from '../state.js';
import type { Adaptation, Shape } from './shape.js';
import { decayOf, rankWeights } from './weights.js';

/**
 * Variances only: time and memory are linear in n, and they are learned (n + 2)/3 times as fast; dependences between parameters are not
 * (Ros & Hansen, "A Simple Modification in CMA-ES Achieving Linear Time and Space Complexity", PPSN 2008).
 */
export class SeparableShape implements Shape {
  readonly #n: number;
  /** The diagonal of C, and its roots as of the last refresh. */
  readonly #variances: Float64Array;
  readonly #deviations: Float64Array;
  longest = 1;
  shortest = 1;

  constructor(n: number) {
    this.#n = n;
    this.#variances = new Float64Array(n).fill(1);
    this.#deviations = new Float64Array(n).fill(1);
  }

  transform({ z, y, lambda }: Population, first: number): void {
    const n = this.#n;
    for (let k = first; k < lambda; k++)
      for (let i = 0; i < n; i++) y[k * n + i] = this.#deviations[i]! * z[k * n + i]!;
  }

  whiten(y: Float64Array, z: Float64Array): void {
    for (let i = 0; i < this.#n; i++) z[i] = y[i]! / this.#deviations[i]!;
  }

  adapt({ population, strategy, hSigma, pathC }: Adaptation): void {
    const n = this.#n;
    const { y, order, weights } = population;
    const count = rankWeights(population, strategy);
    const decay = decayOf(strategy, hSigma);
    const c = this.#variances;
    for (let i = 0; i < n; i++) c[i] = decay * c[i]! + strategy.c1 * pathC[i]! * pathC[i]!;
    for (let rank = 0; rank < count; rank++) {
      const row = order[rank]! * n;
      const w = weights[rank]!;
      for (let i = 0; i < n; i++) c[i] = c[i]! + w * y[row + i]! * y[row + i]!;
    }
  }

  refresh(): boolean {
    let longest = 0;
    let shortest = Number.POSITIVE_INFINITY;
    let definite = true;
    for (let i = 0; i < this.#n; i++) {
      const deviation = Math.sqrt(this.#variances[i]!);
      if (!(deviation > 0 && deviation < Number.POSITIVE_INFINITY)) definite = false;
      this.#deviations[i] = deviation;
      if (deviation > longest) longest = deviation;
      if (deviation < shortest) shortest = deviation;
    }
    this.longest = longest;
    this.shortest = shortest;
    return definite;
  }

  deviation(i: number): number {
    return Math.sqrt(this.#variances[i]!);
  }

  axis(k: number, out: Float64Array): number {
    out.fill(0);
    out[k] = this.#deviations[k]!;
    return this.#deviations[k]!;
  }

  snapshot(): ShapeState {
    return { model: 'separable', variances: this.#variances.slice(), deviations: this.#deviations.slice() };
  }

  restore(state: ShapeState): void {
    if (state.model !== 'separable') return;
    this.#variances.set(state.variances);
    this.#deviations.set(state.deviations);
    this.longest = this.#deviations.reduce((a, b) => Math.max(a, b));
    this.shortest = this.#deviations.reduce((a, b) => Math.min(a, b));
  }
}
