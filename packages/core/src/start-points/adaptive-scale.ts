/** How much one move changes the logarithm of the scale, times how far its outcome is from the wanted ratio. */
const gain = 0.02;
const smallest = 1e-9;

/**
 * A factor that seeks an acceptance ratio: every accepted move multiplies it by exp(0.02 · (1 − ratio)), every rejected one by
 * exp(−0.02 · ratio), so that it rests where the wanted ratio of the moves is accepted (stochastic approximation after H. Robbins &
 * S. Monro, Ann. Math. Statist. 22, 400 (1951)).
 */
export class AdaptiveScale {
  readonly #wanted: number;
  readonly #largest: number;
  /** +1: what is scaled makes acceptance rarer as it grows (a step); −1: more frequent (a temperature). */
  readonly #sign: 1 | -1;
  #value = 1;

  constructor(wanted: number, { sign, largest }: { readonly sign: 1 | -1; readonly largest: number }) {
    this.#wanted = wanted;
    this.#sign = sign;
    this.#largest = largest;
  }

  get value(): number {
    return this.#value;
  }

  restore(value: number): void {
    this.#value = value;
  }

  moved(accepted: boolean): void {
    const excess = (accepted ? 1 : 0) - this.#wanted;
    this.#value = Math.min(this.#largest, Math.max(smallest, this.#value * Math.exp(this.#sign * gain * excess)));
  }
}
