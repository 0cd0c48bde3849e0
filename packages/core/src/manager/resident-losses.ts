import type { Reason } from '../contracts/reason.js';
import type { Verdict } from '../worker/protocol.js';
import { type Floor, lostTooOften } from './driver.js';
import type { LiveRun } from './live-run.js';
import type { LostCall } from './lost-call.js';
import type { ResidentTurn } from './resident-turn.js';
import { TrialLosses } from './trial-losses.js';

/** Which trials of a run, made where its optimizer lives, took their workers along, as far as that is known. */
export class ResidentLosses {
  readonly #run: LiveRun;
  readonly #floor: Floor;
  readonly #losses: TrialLosses;
  /** The ends of trials that are not made again when it is their turn. */
  #verdicts: readonly Verdict[] = [];
  /** Up to this ordinal, it must be known which trial is under way. */
  #suspectUpTo = 0;
  /** Losses since a trial has ended. */
  #fruitless = 0;

  constructor(run: LiveRun, floor: Floor) {
    this.#run = run;
    this.#floor = floor;
    this.#losses = new TrialLosses(run, floor);
  }

  get verdicts(): readonly Verdict[] {
    return this.#verdicts;
  }

  /** Whether the trial after number `known` may be the one that took a worker along. */
  suspects(known: number): boolean {
    return known < this.#suspectUpTo;
  }

  /** There are results of these. */
  settled(first: number, trials: number): void {
    this.#fruitless = 0;
    this.#losses.settled(first, trials);
    if (this.#verdicts.length > 0) this.#verdicts = this.#verdicts.filter(({ trial }) => trial >= first + trials);
  }

  /** The run makes other trials than it did: what was known about those is void. */
  forget(): void {
    this.#verdicts = [];
  }

  /** A worker was lost while it was busy with this trial, which is not made again. */
  abandon(trial: number, lost: LostCall): void {
    this.#losses.abandon(trial, lost);
  }

  /** See `TrialLosses.cancel`. */
  cancel(trial: number, reason: Reason): void {
    this.#losses.cancel(trial, reason);
  }

  /** The run ends. */
  close(): void {
    this.#losses.close();
  }

  /** Its worker died, or was ended, since a trial of this turn was too much for it. @param known number of the last trial with a result */
  blame(lost: LostCall, known: number, { granted, made, call }: ResidentTurn): void {
    const first = known + 1;
    const { retries } = this.#floor.policy;
    if (++this.#fruitless > 2 * (retries + 1)) {
      this.#run.ending ??= lostTooOften(this.#fruitless, lost);
      this.#losses.abandon(first, lost);
      return;
    }
    // It evaluated nothing.
    if (call === undefined) return;
    const judged = this.#verdicts.some(({ trial }) => trial === first);
    if (call.rules.reportMs === 0 || granted === 1) {
      // If it is a trial that is not made any more, it is the optimizer that is to blame, which hears of it.
      const verdict = judged ? undefined : this.#losses.blame(first, lost);
      if (verdict) this.#verdicts = [...this.#verdicts, verdict];
      return;
    }
    const trials = granted - made;
    this.#suspectUpTo = known + trials;
    // How many it had made, nobody knows; one of them it was, and none that is not made any more.
    if (!judged) this.#losses.suspect(first, trials, { lost, again: 1 });
    else if (trials > 1) this.#losses.suspect(first + 1, trials - 1, { lost, again: 1 });
  }
}
