import type { Plain } from '../contracts/plain.js';
import type { EndedRun, StudyView } from '../contracts/view.js';

/** The best that one run has found. */
export type KnownRun = {
  readonly run: number;
  readonly value: number;
  /** In the task's units. Not to be written to. */
  readonly point: Float64Array;
};

/** What runs have found: all that are alive, and the best of those that have ended, so many that it does not grow with the study. */
export class KnownRuns {
  readonly #most: number;
  /** From the best to the worst. */
  #ended: readonly KnownRun[] = [];

  constructor(most: number, notes?: Plain) {
    this.#most = most;
    if (notes) this.#ended = notes as readonly KnownRun[];
  }

  get notes(): readonly KnownRun[] {
    return this.#ended;
  }

  ended({ id, best }: EndedRun): void {
    if (best === undefined || !Number.isFinite(best.value)) return;
    const { value, point } = best;
    this.#ended = [...this.#ended, { run: id, value, point }].sort((a, b) => a.value - b.value).slice(0, this.#most);
  }

  /** Those of ended runs, then those of live ones. */
  all({ live }: StudyView): readonly KnownRun[] {
    const found = live.flatMap(({ id, best }) =>
      best && Number.isFinite(best.value) ? [{ run: id, value: best.value, point: best.point }] : [],
    );
    return [...this.#ended, ...found];
  }
}
