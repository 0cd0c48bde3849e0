import type { Want } from '../contracts/task.js';
import type { HostCall } from './host-call.js';
import type { FailedOutcome, Report, TrialRules } from './protocol.js';
import { evaluateTrial, type TrialOrder, type TrialResult, type TrialSite } from './trial.js';
import type { TrialColumns } from './trial-columns.js';

/** An optimizer that computes for longer than this says so whenever it does. */
const longComputingMs = 5;

/** How long an optimizer has computed at once at most; +Infinity: that is not known yet. */
export interface Computing {
  longestMs: number;
}

/** Makes the trials of one call, keeps the time of each, and says in between what has been finished. */
export class TrialMaker {
  readonly #site: TrialSite;
  readonly #call: HostCall;
  readonly #rules: TrialRules;
  #saidAt: number;
  #stuck = false;
  #cancelled = false;
  readonly #computing: Computing;
  #computesSince = 0;

  constructor(
    site: TrialSite,
    call: HostCall,
    how: { readonly rules?: TrialRules | undefined; readonly computing?: Computing } = {},
  ) {
    const { rules = {}, computing = { longestMs: Number.POSITIVE_INFINITY } } = how;
    this.#site = site;
    this.#call = call;
    this.#rules = rules;
    this.#computing = computing;
    this.#saidAt = site.environment.now();
    // What came before is no trial's time: an optimizer may have been imported, a run may have been repeated.
    if (rules.timeoutMs !== undefined) this.#say({ type: 'report' });
  }

  /** A trial goes on although it should have ended: no other can be made here. */
  get stuck(): boolean {
    return this.#stuck;
  }

  /** What an answer has to say of trials that did not end well. */
  get endings(): { readonly stuck?: boolean; readonly cancelled?: boolean } {
    return { ...(this.#stuck && { stuck: true }), ...(this.#cancelled && { cancelled: true }) };
  }

  /** Evaluates; undefined: it was aborted, and whatever it gave is not a result. */
  make(
    x: Float64Array,
    order: { readonly run: number; readonly ordinal: number; readonly wants: readonly Want[] },
  ): TrialResult | undefined | Promise<TrialResult | undefined> {
    const { signal } = this.#call;
    if (this.#rules.timeoutMs === undefined) {
      const { run, ordinal, wants } = order;
      const result = evaluateTrial(this.#site, x, { run, ordinal, wants, signal });
      return result instanceof Promise ? result.then(ended => this.#unlessAborted(ended)) : result;
    }
    const beganAt = this.#site.environment.now();
    const trial = new TimedTrial(order, signal);
    const result = evaluateTrial(this.#site, x, trial);
    return result instanceof Promise ? this.#awaitInTime(result, trial, beganAt) : this.#inTime(result, beganAt);
  }

  /** A trial has been added to the columns, and another one follows. @returns the time */
  ended(columns: TrialColumns): number {
    const now = this.#site.environment.now();
    const { reportMs } = this.#rules;
    if (reportMs !== undefined && now - this.#saidAt >= reportMs) this.#say({ type: 'report', trials: columns.take() });
    return now;
  }

  /** The optimizer computes from now on: time that is no trial's. */
  computing(): void {
    const { timeoutMs, reportMs = Number.POSITIVE_INFINITY } = this.#rules;
    if (timeoutMs === undefined) return;
    this.#computesSince = this.#site.environment.now();
    if (this.#computing.longestMs >= longComputingMs || this.#computesSince - this.#saidAt >= reportMs)
      this.#say({ type: 'report', computing: true });
  }

  /** It has computed, and a trial begins. */
  computed(): void {
    if (this.#rules.timeoutMs === undefined) return;
    const tookMs = this.#site.environment.now() - this.#computesSince;
    const { longestMs } = this.#computing;
    this.#computing.longestMs = Number.isFinite(longestMs) ? Math.max(longestMs, tookMs) : tookMs;
    // Whoever has heard that it computes must hear that it no longer does.
    if (this.#saidAt >= this.#computesSince) this.#say({ type: 'report' });
  }

  #say(report: Report): void {
    this.#call.tell(report);
    this.#saidAt = this.#site.environment.now();
  }

  async #awaitInTime(
    result: Promise<TrialResult>,
    trial: TimedTrial,
    beganAt: number,
  ): Promise<TrialResult | undefined> {
    const { signal } = this.#call;
    const { timeoutMs = 0, graceMs = 0 } = this.#rules;
    const abort = () => trial.abort();
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    try {
      const ended = await this.#within(timeoutMs, result);
      if (ended !== undefined) return this.#unlessAborted(this.#inTime(ended, beganAt));
      trial.abort();
      this.#stuck = (await this.#within(graceMs, result)) === undefined;
      return this.#unlessAborted(timedOut(timeoutMs));
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** What the promise gives, or undefined after so many milliseconds. */
  async #within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
    let stop = () => {};
    const over = new Promise<undefined>(resolve => {
      stop = this.#site.environment.after(milliseconds, () => resolve(undefined));
    });
    const first = await Promise.race([promise, over]);
    stop();
    return first;
  }

  #unlessAborted(result: TrialResult): TrialResult | undefined {
    if (!this.#call.signal.aborted) return result;
    this.#cancelled = true;
    return undefined;
  }

  #inTime(result: TrialResult, beganAt: number): TrialResult {
    const { timeoutMs = 0 } = this.#rules;
    return this.#site.environment.now() - beganAt > timeoutMs ? timedOut(timeoutMs) : result;
  }
}

/** Why a trial that has lasted too long gave no value. */
export function timedOut(timeoutMs: number): { readonly failure: string; readonly outcome: FailedOutcome } {
  return { failure: `timed out: it had not ended after ${timeoutMs / 1000} s`, outcome: 'timed-out' };
}

/** A trial with a signal of its own, made when the task reads it: its time may be over while the call goes on. */
class TimedTrial implements TrialOrder {
  readonly run: number;
  readonly ordinal: number;
  readonly wants: readonly Want[];
  readonly #call: AbortSignal;
  #controller: AbortController | undefined;
  #aborted = false;

  constructor({ run, ordinal, wants }: Omit<TrialOrder, 'signal'>, call: AbortSignal) {
    this.run = run;
    this.ordinal = ordinal;
    this.wants = wants;
    this.#call = call;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#aborted || this.#call.aborted) this.#controller.abort();
    return this.#controller.signal;
  }

  abort(): void {
    this.#aborted = true;
    this.#controller?.abort();
  }
}
