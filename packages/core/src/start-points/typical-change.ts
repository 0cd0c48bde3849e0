import type { Plain } from '../contracts/plain.js';

/** The first changes, of which none is trusted before the others are there. */
const beginnings = 11;
/** So many of them may be accidents. Most may be returns to the same minimum, which hardly change anything. */
const accidents = 2;
/** A change of so many times what is typical is an accident, and counts no more than this. */
const outlier = 10;
/** Larger ones count as this, so that their mean is a number. */
const largest = Number.MAX_VALUE / 16;

export type TypicalChangeNotes = { readonly mean: number; readonly count: number; readonly first: readonly number[] };

/**
 * How much the value changes from one move to the next, in the mean, without what is far out of proportion: a change counts at most ten times the mean
 * so far. As the first ones may be out of proportion themselves, of the first eleven each counts at most ten times the third largest.
 */
export class TypicalChange {
  readonly #memory: number;
  #mean = 0;
  #count = 0;
  #first: readonly number[] = [];

  /** @param memory the least weight of a new change: 0 for the mean of all, above 0 for one that follows */
  constructor(memory: number) {
    this.#memory = memory;
  }

  /** 0 while nothing has changed. */
  get mean(): number {
    return this.#mean;
  }

  get notes(): TypicalChangeNotes {
    return { mean: this.#mean, count: this.#count, first: this.#first };
  }

  restore(notes: Plain): void {
    const { mean, count, first } = notes as TypicalChangeNotes;
    this.#mean = mean;
    this.#count = count;
    this.#first = first;
  }

  saw(change: number): void {
    const size = Math.min(Math.abs(change), largest);
    this.#count++;
    if (this.#count <= beginnings) {
      this.#first = [...this.#first, size].sort((a, b) => a - b);
      this.#mean = winsorisedMean(this.#first);
      if (this.#count === beginnings) this.#first = [];
      return;
    }
    const counted = this.#mean === 0 ? size : Math.min(size, outlier * this.#mean);
    this.#mean += Math.max(this.#memory, 1 / this.#count) * (counted - this.#mean);
  }
}

/** @param sorted upwards; of few, the larger half may be accidents */
function winsorisedMean(sorted: readonly number[]): number {
  const last = sorted.length - 1;
  const trusted = sorted[Math.max(Math.floor(last / 2), last - accidents)] as number;
  const most = trusted === 0 ? Number.POSITIVE_INFINITY : outlier * trusted;
  return sorted.reduce((sum, size) => sum + Math.min(size, most) / sorted.length, 0);
}
