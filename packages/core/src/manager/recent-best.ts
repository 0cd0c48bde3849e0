import type { Found } from '../contracts/view.js';
import type { TrialBatch } from '../worker/protocol.js';

/** Trials of a block: at most so many, and of a young run at most this share of its trials. */
const mostTrials = 100;
const share = 1 / 8;

/**
 * The best trial among the last ones of a run: between an eighth and a quarter of its trials, or between 100 and 200 if that is less. It is the better one of the best of two
 * blocks, whatever batches the trials come in.
 */
export class RecentBest {
  readonly #run: number;
  #before: Found | undefined;
  #now: Found | undefined;
  /** Trials of the block that is not full, how many it will have, and all that there were before it. */
  #trials = 0;
  #length = 1;
  #total = 0;

  constructor(run: number) {
    this.#run = run;
  }

  /** Undefined: none had a finite value. */
  get found(): Found | undefined {
    const [now, before] = [this.#now, this.#before];
    return before && now ? (before.value <= now.value ? before : now) : (now ?? before);
  }

  take({ first, points, values }: Pick<TrialBatch, 'first' | 'points' | 'values'>): void {
    const dimensions = points.length / values.length;
    for (let from = 0; from < values.length; ) {
      if (this.#trials === this.#length) this.#beginBlock();
      const to = Math.min(values.length, from + this.#length - this.#trials);
      let least = this.#now?.value ?? Number.POSITIVE_INFINITY;
      let at = -1;
      for (let i = from; i < to; i++) {
        const value = values[i] as number;
        if (value < least) {
          least = value;
          at = i;
        }
      }
      if (at >= 0) {
        const point = points.slice(at * dimensions, (at + 1) * dimensions);
        this.#now = { value: least, point, run: this.#run, trial: first + at };
      }
      this.#trials += to - from;
      from = to;
    }
  }

  #beginBlock(): void {
    this.#total += this.#trials;
    this.#length = Math.max(1, Math.min(mostTrials, Math.floor(share * this.#total)));
    this.#trials = 0;
    this.#before = this.#now;
    this.#now = undefined;
  }
}
