import type { Reason } from '../contracts/reason.js';
import type { Report, TrialRules } from '../worker/protocol.js';
import type { LostCall } from './lost-call.js';

export interface CallPlan {
  /** The run that it is made for. */
  readonly run?: number;
  /** How its trials are made, which tells how long it may be silent; absent: it makes none. */
  readonly rules?: TrialRules | undefined;
  readonly onReport?: (report: Report) => void;
  /** It makes nobody wait: its worker takes as many calls as without it. Default false. */
  readonly aside?: boolean;
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
  /** Its worker takes as many calls as without it. */
  readonly aside: boolean;
  /** Trials are made in it. */
  readonly evaluates: boolean;
  /** No trial is under way: its optimizer computes, or it has not come to the first one. */
  computing: boolean;
  /** Nothing has been heard of it for unusually long. */
  silent = false;
  /** That was told. */
  silenceTold = false;
  /** Resolves when it has been answered or lost. */
  readonly done: Promise<void>;
  #settled = false;
  #settle: () => void = () => {};
  /** Rejects if it is withdrawn. */
  readonly withdrawn: Promise<never>;
  #withdraw: (error: LostCall) => void = () => {};
  /** Its worker is ended since a trial of it had not ended after so many milliseconds. */
  overdueMs: number | undefined;
  /** Its worker is gone, or ended, for what another call did. */
  innocent = false;

  constructor(worker: number, { run, rules, onReport, aside = false }: CallPlan) {
    this.worker = worker;
    this.run = run;
    this.rules = rules ?? {};
    this.evaluates = rules !== undefined;
    this.aside = aside;
    this.#onReport = onReport;
    this.computing = this.rules.timeoutMs !== undefined;
    this.done = new Promise(resolve => {
      this.#settle = resolve;
    });
    this.withdrawn = new Promise((_, reject) => {
      this.#withdraw = reject;
    });
    // Nobody may wait for it any more.
    this.withdrawn.catch(() => {});
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

  /** It waits behind another one that may never end, and is made elsewhere: whatever comes of it is not wanted any more. */
  withdraw(error: LostCall): void {
    this.#abort.abort();
    this.#withdraw(error);
  }

  /** Its worker says something. */
  hear(report: Report, now: number): void {
    this.heardAt = now;
    this.silent = false;
    this.computing = report.computing === true;
    this.#onReport?.(report);
  }
}
