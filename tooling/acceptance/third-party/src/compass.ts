import type { Evaluation, Optimizer, OptimizerContext, Proposal, Reason } from '@glompo/core';

/** Everything needed to go on. */
export type CompassState = {
  readonly center: Float64Array;
  readonly value: number;
  /** As a fraction of each range. */
  readonly step: number;
  /** Values of the first points of the current poll; the rest is asked for again. */
  readonly told: Float64Array;
};

/**
 * Compass search: polls one step along every axis in both directions, moves to the best of them if that is better, halves the step if not.
 * Source: T. G. Kolda, R. M. Lewis, V. Torczon, Optimization by direct search, SIAM Review 45 (2003), section 1.1.
 */
export class Compass implements Optimizer<CompassState> {
  stop: Reason | undefined;
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #ranges: Float64Array;
  readonly #smallest: number;
  readonly #center: Float64Array;
  /** +Infinity before the center has been evaluated. */
  #value: number;
  #step: number;
  #poll: Float64Array[] = [];
  #asked = 0;
  #told: number[] = [];

  constructor(
    { space: { low, high }, start }: OptimizerContext,
    { step, smallest }: { readonly step: number; readonly smallest: number },
    state?: CompassState,
  ) {
    this.#low = low;
    this.#high = high;
    this.#smallest = smallest;
    this.#ranges = low.map((from, i) => {
      const spread = start.spread?.[i];
      if (spread !== undefined) return spread / step;
      const range = (high[i] as number) - from;
      return Number.isFinite(range) ? range : 1;
    });
    this.#center = (state?.center ?? start.point).slice();
    this.#value = state?.value ?? Number.POSITIVE_INFINITY;
    this.#step = state?.step ?? step;
    this.#told = [...(state?.told ?? [])];
    this.#asked = this.#told.length;
    this.#begin();
  }

  ask(limit: number): readonly Proposal[] {
    const asked = this.#poll.slice(this.#asked, this.#asked + limit);
    this.#asked += asked.length;
    return asked.map(x => ({ x: x.slice() }));
  }

  tell(_proposals: readonly Proposal[], evaluations: readonly Evaluation[]): void {
    for (const { value } of evaluations) this.#told.push(value);
    if (this.#told.length < this.#poll.length || this.stop) return;
    this.#conclude();
    this.#begin();
  }

  inject(x: Float64Array, value: number): void {
    // The poll goes on around its old center; the next one begins at the better one.
    if (value < this.#value && this.#told.length === 0 && this.#asked === 0) {
      this.#center.set(x);
      this.#value = value;
      this.#begin();
    }
  }

  snapshot(): CompassState {
    const [center, told] = [this.#center.slice(), Float64Array.from(this.#told)];
    return { center, value: this.#value, step: this.#step, told };
  }

  #conclude(): void {
    const best = this.#told.indexOf(Math.min(...this.#told));
    const value = this.#told[best] as number;
    if (value < this.#value) {
      this.#center.set(this.#poll[best] as Float64Array);
      this.#value = value;
    } else {
      this.#step /= 2;
    }
    this.#told = [];
    this.#asked = 0;
  }

  /** What is polled depends on the center, its value and the step only: a snapshot needs not contain it. */
  #begin(): void {
    this.#poll = [];
    if (this.#step < this.#smallest) {
      const message = `the step is ${this.#step.toPrecision(3)} of each range, below ${this.#smallest}`;
      this.stop = { by: 'compass', message, data: { step: this.#step } };
    } else if (this.#value === Number.POSITIVE_INFINITY) {
      // Nothing is known yet, or nothing has succeeded: the center first, then around it.
      this.#poll.push(this.#center.slice(), ...this.#around());
    } else {
      this.#poll.push(...this.#around());
    }
  }

  #around(): Float64Array[] {
    return [...this.#center].flatMap((coordinate, i) =>
      [-1, 1].map(sign => {
        const x = this.#center.slice();
        const to = coordinate + sign * this.#step * (this.#ranges[i] as number);
        x[i] = Math.min(this.#high[i] as number, Math.max(this.#low[i] as number, to));
        return x;
      }),
    );
  }
}
