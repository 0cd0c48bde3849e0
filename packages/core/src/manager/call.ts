import type { Reason } from '../contracts/reason.js';
import type { Report, TrialRules } from '../worker/protocol.js';

export interface CallPlan {
  /** The run that it is made for. */
  readonly run?: number;
  /** How its trials are made, which tells how long it may be silent. */
  readonly rules?: TrialRules | undefined;
  readonly onReport?: (report: Report) => void;
}

/** A call to a worker, from when it is sent until it is answered or lost. */
export class Call {
  readonly worker: number;
  readonly run: number | undefined;
  readonly rules: TrialRules;
  readonly #abort = new AbortController();
  readonly #onReport: CallPlan['onReport'];
  /** When its worker last said something about it; before it has come to it: never. Milliseconds. */
  heardAt: number | undefined;
  /** No trial is under way: its optimizer computes, or it has not come to the first one. */
  computing: boolean;
  /** It has been told that nothing has been heard for long. */
  silenceTold = false;
  /** Resolves when it has been answered or lost. */
  readonly done: Promise<void>;
  #settled = false;
  #settle: () => void = () => {};
  /** Its worker is ended since one of its trials has lasted too long. */
  overdue = false;
  /** Its worker is gone, or ended, for what another call did. */
  innocent = false;

  constructor(worker: number, { run, rules = {}, onReport }: CallPlan) {
    this.worker = worker;
    this.run = run;
    this.rules = rules;
    this.#onReport = onReport;
    this.computing = rules.timeoutMs !== undefined;
    this.done = new Promise(resolve => {
      this.#settle = resolve;
    });
  }

  /** It was answered or lost. */
  get settled(): boolean {
    return this.#settled;
  }

  settle(): void {
    this.#settled = true;
    this.#settle();
  }

  /** The worker is busy with it. */
  get underWay(): boolean {
    return !this.#settled && this.heardAt !== undefined;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  abort(reason: Reason): void {
    this.#abort.abort(reason);
  }

  /** Its worker says something. */
  hear(report: Report, now: number): void {
    this.heardAt = now;
    this.computing = report.computing === true;
    this.#onReport?.(report);
  }
}
