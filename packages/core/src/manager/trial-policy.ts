import { consequenceOf } from './failed-trials.js';
import type { StudyOptions } from './study-options.js';

/** A point that takes workers along shall not take them all. */
const defaultRetries = 2;
/** Seconds: a task that hears of its end needs no more. */
const defaultAbortGrace = 0.1;

/** What becomes of trials that do not end well. */
export interface TrialPolicy {
  /** How often a trial is made again whose worker died. */
  readonly retries: number;
  /** Milliseconds that an aborted trial is given to end by itself. */
  readonly graceMs: number;
  /** Milliseconds that a trial may take; undefined: as long as it takes. */
  readonly timeoutMs: number | undefined;
  readonly consequence: ReturnType<typeof consequenceOf>;
}

export function trialPolicy({
  retries = defaultRetries,
  abortGrace = defaultAbortGrace,
  trialTimeout,
  failedTrials,
}: StudyOptions): TrialPolicy {
  return {
    retries,
    graceMs: abortGrace * 1000,
    timeoutMs: trialTimeout === undefined ? undefined : trialTimeout * 1000,
    consequence: consequenceOf(failedTrials),
  };
}
