import type { TrialRules } from '../worker/protocol.js';
import type { Call } from './call.js';

/** Words before an answer cost the manager's time: they are rare while all goes well, … */
const calmReportMs = 50;
/** … and so frequent since a worker was lost that little has to be made again when the next one is, … */
const lossyReportMs = 5;
/** … and one for each trial where it must be known which one lasts too long, unless trials are known to be shorter than this. */
const shortTrialMs = 1;
/** A worker is busy, and messages are on their way: an overdue trial gets this much more. */
const slackMs = 30;
/** A run is silent that has said nothing for so many times what its trials take, and at least so long. */
const silentTrials = 10;
const leastSilenceMs = 1_000;
/** … or so long, while no trial has ended: nobody knows what is usual. */
const firstSilenceMs = 60_000;

/** How long trials may take. */
export interface TimeLimits {
  readonly timeoutMs: number | undefined;
  readonly graceMs: number;
}

/** How long trials take on the workers of one crew, and what follows: how often workers report, and which calls last too long. */
export class TrialPace {
  readonly #limits: TimeLimits;
  /** Mean milliseconds per trial, recent ones weighing more; NaN before the first. */
  #trialMs = Number.NaN;
  /** The same of calls that only ask something of an optimizer. */
  #optimizerMs = Number.NaN;
  /** Workers have been lost. */
  lossy = false;

  constructor(limits: TimeLimits) {
    this.#limits = limits;
  }

  get trialMs(): number {
    return this.#trialMs;
  }

  /** So many trials took so long. */
  observe(trials: number, milliseconds: number): void {
    if (trials === 0) return;
    this.#trialMs = movedTo(milliseconds / trials, this.#trialMs);
  }

  /** An optimizer has answered a call in which no trials are made after so long. */
  observeOptimizer(milliseconds: number): void {
    this.#optimizerMs = movedTo(milliseconds, this.#optimizerMs);
  }

  /** What a trial, or an answer of an optimizer, usually takes; NaN: nobody knows yet. */
  usualMs({ evaluates }: Call): number {
    return evaluates || Number.isNaN(this.#optimizerMs) ? this.#trialMs : this.#optimizerMs;
  }

  /** How trials are to be made where nothing is heard of them before the answer. */
  get silentRules(): TrialRules {
    const { timeoutMs, graceMs } = this.#limits;
    return timeoutMs === undefined ? {} : { timeoutMs, graceMs };
  }

  /** How trials are to be made. @param careful it must be known which trial a worker is busy with, should it be lost */
  rules(careful: boolean): TrialRules {
    const { timeoutMs } = this.#limits;
    const reportMs = this.lossy || timeoutMs !== undefined ? lossyReportMs : calmReportMs;
    const each = careful || (timeoutMs !== undefined && !(this.#trialMs < shortTrialMs));
    return { reportMs: each ? 0 : reportMs, ...this.silentRules };
  }

  /** Whether a call that a worker is busy with has a trial that lasts too long, or has not been heard of for unusually long. */
  judge(call: Call, now: number): 'overdue' | 'silent' | undefined {
    const { heardAt, computing, run, rules, overdueMs } = call;
    if (heardAt === undefined || run === undefined || overdueMs !== undefined) return undefined;
    const silentMs = now - heardAt;
    const { timeoutMs, graceMs = 0, reportMs = 0 } = rules;
    if (timeoutMs !== undefined && !computing && silentMs > timeoutMs + graceMs + reportMs + slackMs) return 'overdue';
    const usualMs = this.usualMs(call);
    const unusualMs = Number.isNaN(usualMs) ? firstSilenceMs : silentTrials * usualMs + reportMs;
    return silentMs > Math.max(leastSilenceMs, unusualMs) ? 'silent' : undefined;
  }
}

function movedTo(value: number, mean: number): number {
  return Number.isNaN(mean) ? value : mean + 0.2 * (value - mean);
}
