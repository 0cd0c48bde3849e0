import type { Reason } from '../contracts/reason.js';
import type { TrialBatch, Verdict } from '../worker/protocol.js';
import { timedOut } from '../worker/trial-maker.js';
import type { Floor } from './driver.js';
import type { LiveRun } from './live-run.js';
import type { LostCall } from './lost-call.js';

/** The trials of one run that took their workers along: each is made again, until it has failed. */
export class TrialLosses {
  readonly #run: LiveRun;
  readonly #floor: Floor;
  /** How often each was lost, by ordinal. */
  readonly #losses = new Map<number, number>();
  /** Trials, by ordinal, that are to be made again, with why. */
  readonly #open = new Map<number, LostCall>();

  constructor(run: LiveRun, floor: Floor) {
    this.#run = run;
    this.#floor = floor;
  }

  /** There are results of these. */
  settled(first: number, trials: number): void {
    if (this.#losses.size === 0 && this.#open.size === 0) return;
    const settled = (trial: number) => trial >= first && trial < first + trials;
    for (const trial of this.#losses.keys()) if (settled(trial)) this.#losses.delete(trial);
    for (const trial of this.#open.keys()) if (settled(trial)) this.#madeAgain(trial);
  }

  /** A worker was lost while it was busy with this trial. @returns its verdict, if it is not to be made again */
  blame(trial: number, lost: LostCall): Verdict | undefined {
    const { state, policy } = this.#floor;
    this.#madeAgain(trial);
    if (lost.how === 'overdue') return { trial, outcome: 'timed-out', message: timedOut(lost.afterMs).failure };
    const losses = (this.#losses.get(trial) ?? 0) + 1;
    this.#losses.set(trial, losses);
    const again = losses <= policy.retries;
    state.lost(this.#run, { first: trial, trials: 1, cause: lost.message, next: again ? 'retry' : 'failed' });
    if (again) {
      this.#open.set(trial, lost);
      return undefined;
    }
    const message = `its worker died ${losses === 1 ? 'with it' : `${losses} times`}: ${lost.message}`;
    return { trial, outcome: 'failed', message };
  }

  /** A worker was lost while it was busy with this trial, which is not made again: its run, or the study, has ended. */
  abandon(trial: number, lost: LostCall): void {
    this.#open.delete(trial);
    this.#floor.state.lost(this.#run, { first: trial, trials: 1, cause: lost.message, next: 'lost' });
  }

  /** A worker was lost while it was busy with one of these, and it is not known which. @param again how many of them are certainly made again */
  suspect(first: number, trials: number, { lost, again }: { readonly lost: LostCall; readonly again: number }): void {
    for (let trial = first; trial < first + again; trial++) {
      this.#madeAgain(trial);
      this.#open.set(trial, lost);
    }
    this.#floor.state.lost(this.#run, { first, trials, cause: lost.message, next: 'retry' });
  }

  /** A trial was aborted while it was under way, and is not made: its run, or the study, has ended. */
  cancel(trial: number, reason: Reason): void {
    this.#madeAgain(trial);
    this.#floor.state.cancelled(this.#run, 1, reason);
  }

  /** A trial that was to be made again has been. */
  #madeAgain(trial: number): void {
    if (this.#open.delete(trial)) this.#floor.state.retried++;
  }

  /** The run ends: what was to be made again is not. */
  close(): void {
    for (const [trial, lost] of this.#open) this.abandon(trial, lost);
    this.#open.clear();
  }
}

/** A trial that ends by a verdict, as if it had been made. */
export function trialsOf({ trial, outcome, message }: Verdict, points: Float64Array): TrialBatch {
  const values = Float64Array.of(Number.POSITIVE_INFINITY);
  return { first: trial, points, values, failures: [{ index: 0, outcome, message }] };
}
