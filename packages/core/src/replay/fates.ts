import type { Reason } from '../contracts/reason.js';
import type { Found } from '../contracts/view.js';
import type { Fate, RecordedMoment, Verdict } from './report.js';

type Open = { -readonly [Key in keyof Fate]: Fate[Key] } & {
  /** Hunts that had been held when it was decided. */
  readonly hunts: number;
};

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

  has(run: number): boolean {
    return this.#byRun.has(run);
  }

  add(decided: Decided, hunts: number): void {
    const { run, verdict, at, trials, reason } = decided;
    this.#byRun.set(run, { run, verdict, at, trials, reason, later: 0, improvements: 0, best: false, hunts });
  }

  /** The record has trials of a run that the replay does not make. */
  more(run: number, trials: number): void {
    const fate = this.#byRun.get(run);
    if (fate === undefined) return;
    fate.later += trials;
    if (fate.verdict !== 'spared') this.#later += trials;
  }

  /** The record has killed a run that the replay has killed before, when so many hunts were held. */
  killedInRecord(run: number, hunts: number): void {
    const fate = this.#byRun.get(run);
    if (fate?.verdict === 'killed') fate.verdict = fate.later === 0 || fate.hunts === hunts ? 'agreed' : 'earlier';
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
    const fates = [...this.#byRun.values()].map(({ hunts: _, ...fate }): Fate => fate);
    return {
      fates,
      counts,
      freed: this.#later,
      lost: { improvements: this.#improvements, best: this.#best !== undefined },
      differsFrom: fates.find(({ verdict }) => verdict !== 'agreed')?.at.evaluations,
    };
  }
}
