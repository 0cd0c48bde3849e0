import type { TrialRules } from '../worker/protocol.js';
import type { Call } from './call.js';

/** Words before an answer cost the manager's time: they are rare while all goes well, … */
const calmReportMs = 50;
/** … and so frequent since a worker was lost that little has to be made again when the next one is, … */
const lossyReportMs = 5;
/** … and one for each trial where it must be known which one lasts too long, unless trials are shorter than this. */
const shortTrialMs = 1;
/** A worker is busy, and messages are on their way: an overdue trial gets this much more. */
const slackMs = 30;
/** A run is silent that has said nothing for so many times what its trials take, and at least so long. */
const silentTrials = 10;
const leastSilenceMs = 1_000;

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
    const each = milliseconds / trials;
    this.#trialMs = Number.isNaN(this.#trialMs) ? each : this.#trialMs + 0.2 * (each - this.#trialMs);
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
    const each = careful || (timeoutMs !== undefined && this.#trialMs >= shortTrialMs);
    return { reportMs: each ? 0 : reportMs, ...this.silentRules };
  }

  /** Whether a call that a worker is busy with has a trial that lasts too long, or has not been heard of for unusually long. */
  judge({ heardAt, computing, run, rules, overdue }: Call, now: number): 'overdue' | 'silent' | undefined {
    if (heardAt === undefined || run === undefined || overdue) return undefined;
    const silentMs = now - heardAt;
    const { timeoutMs, graceMs = 0, reportMs = 0 } = rules;
    if (timeoutMs !== undefined && !computing && silentMs > timeoutMs + graceMs + reportMs + slackMs) return 'overdue';
    // What is usual is not known before the first trial has ended.
    return silentMs > Math.max(leastSilenceMs, silentTrials * this.#trialMs + reportMs) ? 'silent' : undefined;
  }
}
