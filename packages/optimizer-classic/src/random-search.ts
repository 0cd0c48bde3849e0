import {
  type Evaluation,
  GlompoError,
  type Optimizer,
  type OptimizerContext,
  type Proposal,
  type Random,
  type RandomState,
  type Reason,
} from '@glompo/core/plugin';

export type RandomSearchSettings = { readonly maxPoints?: number };

/** How many points were told, and the random stream before the first one that was not. */
export type RandomSearchState = { readonly told: number; readonly random: RandomState };

/** The stream is wound on over what was told after so many points, so that a snapshot never has far to go. */
const windAfter = 4096;

/**
 * The start, then points uniform in the box. Nothing that is told matters, so it has no barrier and no history: a snapshot is a
 * position in the random stream.
 */
export class RandomSearch implements Optimizer<RandomSearchState> {
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #start: Float64Array;
  readonly #random: Random;
  readonly #maxPoints: number;
  #asked: number;
  #told: number;
  /** The stream as it was before point `#markAt` (counted from 0) was drawn; at or before the first one not told. */
  #mark: RandomState;
  #markAt: number;

  constructor(
    { space, start, random }: OptimizerContext,
    { maxPoints }: RandomSearchSettings,
    state?: RandomSearchState,
  ) {
    for (let i = 0; i < space.dimensions; i++) {
      if (!Number.isFinite(space.low[i]!) || !Number.isFinite(space.high[i]!)) {
        throw new GlompoError(
          'GLOMPO_BOUNDS',
          `random-search: parameter "${space.parameters[i]?.name}" has no finite bounds to draw from: [${space.low[i]}, ${space.high[i]}]`,
        );
      }
    }
    this.#low = space.low;
    this.#high = space.high;
    this.#start = start.point.slice();
    this.#random = random;
    this.#maxPoints = maxPoints ?? Number.POSITIVE_INFINITY;
    if (state !== undefined) {
      if (!Number.isSafeInteger(state.told) || typeof state.random !== 'object' || state.random === null) {
        throw new GlompoError('GLOMPO_STATE', 'random-search: the snapshot is damaged or of another kind');
      }
      random.restore(state.random);
    }
    this.#told = this.#asked = this.#markAt = state?.told ?? 0;
    this.#mark = random.snapshot();
  }

  get stop(): Reason | undefined {
    if (this.#told < this.#maxPoints) return undefined;
    const message = `${this.#told} points were evaluated`;
    return { by: 'random-search', message, data: { points: this.#told }, unfinished: true };
  }

  ask(limit: number): readonly Proposal[] {
    const n = this.#low.length;
    if (this.#asked === this.#told) this.#markHere();
    const count = Math.min(Math.floor(limit), this.#maxPoints - this.#asked);
    // One block of memory for all: of what a point costs, its own allocation would be the most.
    const block = new Float64Array(count * n);
    const proposals: Proposal[] = [];
    for (let k = 0; k < count; k++) {
      this.#draw(this.#asked + k, block, k * n);
      proposals.push({ x: block.subarray(k * n, (k + 1) * n) });
    }
    this.#asked += count;
    return proposals;
  }

  tell(proposals: readonly Proposal[], evaluations: readonly Evaluation[]): void {
    const outstanding = this.#asked - this.#told;
    if (evaluations.length !== proposals.length || evaluations.length > outstanding) {
      throw new GlompoError(
        'GLOMPO_OPTIMIZER',
        `random-search: tell: expected the results of the next of ${outstanding} outstanding points, got ${evaluations.length} for ${proposals.length}`,
      );
    }
    this.#told += evaluations.length;
    if (this.#told - this.#markAt >= windAfter && this.#asked > this.#told) this.#wind();
  }

  snapshot(): RandomSearchState {
    if (this.#asked === this.#told) this.#markHere();
    else this.#wind();
    return { told: this.#told, random: structuredClone(this.#mark) };
  }

  /** Point `index` (from 0) of the sequence; they are drawn in order. */
  #draw(index: number, into: Float64Array, from: number): void {
    const n = this.#low.length;
    if (index === 0) {
      into.set(this.#start, from);
      return;
    }
    for (let i = 0; i < n; i++) {
      const u = this.#random.uniform();
      const low = this.#low[i]!;
      const high = this.#high[i]!;
      // Not low + u (high − low), whose range may be beyond the largest number.
      into[from + i] = Math.min(high, Math.max(low, (1 - u) * low + u * high));
    }
  }

  #markHere(): void {
    this.#mark = this.#random.snapshot();
    this.#markAt = this.#asked;
  }

  /** Moves the mark to the first point that was not told, by drawing those before it once more. */
  #wind(): void {
    const now = this.#random.snapshot();
    const scratch = new Float64Array(this.#low.length);
    this.#random.restore(this.#mark);
    for (let k = this.#markAt; k < this.#told; k++) this.#draw(k, scratch, 0);
    this.#mark = this.#random.snapshot();
    this.#markAt = this.#told;
    this.#random.restore(now);
  }
}
