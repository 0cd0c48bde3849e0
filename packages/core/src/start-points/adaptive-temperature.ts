import type { Plain } from '../contracts/plain.js';
import { AdaptiveScale } from './adaptive-scale.js';
import { TypicalChange, type TypicalChangeNotes } from './typical-change.js';

type TemperatureNotes = { readonly scale: number; readonly change: TypicalChangeNotes };

/** How much one move counts in the running mean. */
const memory = 0.02;
/** A change below this fraction of the mean is a return to the same minimum. */
const same = 0.05;

/**
 * A Metropolis temperature that seeks an acceptance ratio on an unknown scale: the running mean of the changes of value, times a scale
 * that adapts. Returns to the same minimum, which are many where the step is small, say nothing about the temperature and are
 * not counted.
 */
export class AdaptiveTemperature {
  readonly #scale: AdaptiveScale;
  readonly #change = new TypicalChange(memory);

  /** @param acceptance the fraction of the moves to another minimum that shall be accepted */
  constructor(acceptance: number) {
    this.#scale = new AdaptiveScale(acceptance, { sign: -1, largest: 1e9 });
  }

  get value(): number {
    return Math.min(Number.MAX_VALUE, this.#change.mean * this.#scale.value);
  }

  get notes(): TemperatureNotes {
    return { scale: this.#scale.value, change: this.#change.notes };
  }

  restore(notes: Plain): void {
    const { scale, change } = notes as TemperatureNotes;
    this.#scale.restore(scale);
    this.#change.restore(change);
  }

  /** A move has found a value that differs by `change`; before it is judged. */
  saw(change: number): void {
    this.#change.saw(change);
  }

  /** It was accepted, or not. */
  moved(change: number, accepted: boolean): void {
    if (Math.abs(change) > same * this.#change.mean) this.#scale.moved(accepted);
  }
}
