import type { Reason } from '../contracts/reason.js';
import type { Found } from '../contracts/view.js';
import type { Fate, RecordedMoment, Verdict } from './report.js';

type Open = { -readonly [Key in keyof Fate]: Fate[Key] };

interface Decided {
  readonly run: number;
  readonly verdict: Verdict;
  readonly at: RecordedMoment;
  readonly trials: number;
  readonly reason: Reason;
}

/** What became of the runs about which the replay and the record differ, and of those that both have killed. */
export class Fates {
  readonly #byRun = new Map<number, Open>();
  /** Whose trial the record's incumbent is, if the replay has not made it. */
  #best: Open | undefined;
  #improvements = 0;
  #later = 0;

  add(decided: Decided): void {
    const { run, verdict, at, trials, reason } = decided;
    this.#byRun.set(run, { run, verdict, at, trials, reason, later: 0, improvements: 0, best: false });
  }

  /** The record has trials of a run that the replay does not make. */
  more(run: number, trials: number): void {
    const fate = this.#byRun.get(run);
    if (fate === undefined) return;
    fate.later += trials;
    if (fate.verdict !== 'spared') this.#later += trials;
  }

  /** The record has killed a run that the replay has killed. */
  killedInRecord(run: number): void {
    const fate = this.#byRun.get(run);
    if (fate?.verdict === 'killed') fate.verdict = fate.later === 0 ? 'agreed' : 'earlier';
  }

  /** The record has a better incumbent. */
  incumbent({ run, trial }: Found): void {
    const fate = this.#byRun.get(run);
    this.#best = fate && trial > fate.trials ? fate : undefined;
    if (this.#best === undefined) return;
    this.#best.improvements++;
    this.#improvements++;
  }

  /** All that is known when the record is over. */
  close() {
    if (this.#best) this.#best.best = true;
    const counts: Record<Verdict, number> = { agreed: 0, earlier: 0, killed: 0, spared: 0, 'not-started': 0 };
    for (const { verdict } of this.#byRun.values()) counts[verdict]++;
    const fates: readonly Fate[] = [...this.#byRun.values()];
    return {
      fates,
      counts,
      freed: this.#later,
      lost: { improvements: this.#improvements, best: this.#best !== undefined },
      differsFrom: fates.find(({ verdict }) => verdict !== 'agreed')?.at.evaluations,
    };
  }
}
