import type { Found } from '../contracts/view.js';
import type { TrialBatch } from '../worker/protocol.js';

/** Trials of a block. */
const block = 100;

/** The best trial among the last 100 to 200 of a run: the better one of the best of two blocks, whatever batches the trials come in. */
export class RecentBest {
  readonly #run: number;
  #before: Found | undefined;
  #now: Found | undefined;
  /** Trials of the block that is not full. */
  #trials = 0;

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
      if (this.#trials === block) {
        this.#before = this.#now;
        this.#now = undefined;
        this.#trials = 0;
      }
      const to = Math.min(values.length, from + block - this.#trials);
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
}
