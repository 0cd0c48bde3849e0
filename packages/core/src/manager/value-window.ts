import { bug } from '../errors/glompo-error.js';

/** The last values of a run and the best as it stood after each: two rings, so that looking back costs the same at any age. */
export class ValueWindow {
  readonly #values: Float64Array;
  readonly #bests: Float64Array;
  #pushed = 0;
  #best = Number.POSITIVE_INFINITY;

  /** @param lookback how many values back somebody looks; the newest is kept in any case */
  constructor(lookback: number) {
    this.#values = new Float64Array(lookback + 1);
    this.#bests = new Float64Array(lookback + 1);
  }

  get remembered(): number {
    return Math.min(this.#pushed, this.#values.length);
  }

  push(value: number): void {
    if (value < this.#best) this.#best = value;
    const at = this.#pushed++ % this.#values.length;
    this.#values[at] = value;
    this.#bests[at] = this.#best;
  }

  valueAgo(k: number): number {
    return this.#values[this.#index(k)] as number;
  }

  bestAgo(k: number): number {
    return this.#bests[this.#index(k)] as number;
  }

  #index(k: number): number {
    if (!(k >= 0 && k < this.remembered)) {
      throw bug(
        `a condition looked ${k} trials back where ${this.remembered} are remembered; it must declare its lookback`,
      );
    }
    return (this.#pushed - 1 - k) % this.#values.length;
  }
}
