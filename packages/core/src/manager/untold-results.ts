import type { Told, TrialBatch } from '../worker/protocol.js';
import type { LiveRun } from './live-run.js';
import type { StudyState } from './study-state.js';
import { joined, rowsOf } from './trial-batches.js';

/** Results of a run's trials that its optimizer has not heard of, since it was in a pool before its study was left: they are in the books. */
export class UntoldResults {
  readonly #run: LiveRun;
  readonly #state: StudyState;
  readonly #results: Map<number, TrialBatch>;

  /** @param results by the ordinal of their trial */
  constructor(run: LiveRun, state: StudyState, results: ReadonlyMap<number, TrialBatch> = new Map()) {
    this.#run = run;
    this.#state = state;
    this.#results = new Map(results);
  }

  get left(): number {
    return this.#results.size;
  }

  /** As an optimizer hears of them, one by one. */
  told(): Told[] {
    return Array.from(this.#results.values(), trial => joined([trial]).told);
  }

  /** Enters trials in the books that the optimizer has heard of, but for those that are there: it has now heard of them, too. */
  enter(trials: TrialBatch): void {
    const { first, values } = trials;
    for (let from = 0; from < values.length; ) {
      if (this.#results.delete(first + from)) {
        const run = this.#run.id;
        this.#state.note({ type: 'told', run, first: first + from, trials: 1, asked: first + from });
        from++;
        continue;
      }
      let to = from + 1;
      while (to < values.length && !this.#results.has(first + to)) to++;
      const all = to - from === values.length;
      this.#state.record(this.#run, all ? trials : rowsOf(trials, from, to), { told: true });
      from = to;
    }
  }
}
