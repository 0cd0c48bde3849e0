import type { Plain } from '../contracts/plain.js';
import { AdaptiveScale } from './adaptive-scale.js';

type TemperatureNotes = { readonly scale: number; readonly mean: number };

/** How much one move counts in the running mean. */
const memory = 0.02;
/** A change of so many times the mean is an accident, and counts no more than this. */
const outlier = 10;
/** A change below this fraction of the mean is a return to the same minimum. */
const same = 0.05;

/**
 * A Metropolis temperature that seeks an acceptance ratio on an unknown scale: the running mean of the changes of value, times a scale
 * that adapts. Returns to the same minimum, which are many where the step is small, say nothing about the temperature and are
 * not counted.
 */
export class AdaptiveTemperature {
  readonly #scale: AdaptiveScale;
  #mean = 0;

  /** @param acceptance the fraction of the moves to another minimum that shall be accepted */
  constructor(acceptance: number) {
    this.#scale = new AdaptiveScale(acceptance, { sign: -1, largest: 1e9 });
  }

  get value(): number {
    return this.#mean * this.#scale.value;
  }

  get notes(): TemperatureNotes {
    return { scale: this.#scale.value, mean: this.#mean };
  }

  restore(notes: Plain): void {
    const { scale, mean } = notes as TemperatureNotes;
    this.#scale.restore(scale);
    this.#mean = mean;
  }

  /** A move has found a value that differs by `change`; before it is judged. */
  saw(change: number): void {
    const size = Math.abs(change);
    this.#mean = this.#mean === 0 ? size : this.#mean + memory * (Math.min(size, outlier * this.#mean) - this.#mean);
  }

  /** It was accepted, or not. */
  moved(change: number, accepted: boolean): void {
    if (Math.abs(change) > same * this.#mean) this.#scale.moved(accepted);
  }
}
