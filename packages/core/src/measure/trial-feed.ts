import type { MaybePromise } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import type { Want } from '../contracts/task.js';
import type { EvaluateAnswer, TrialRules } from '../worker/protocol.js';

/** Consecutive trials of one run, as an `EvaluateRequest` asks for them. */
export type TrialsToMeasure = {
  readonly run: number;
  /** Ordinal within the run of the first of them, from 1. */
  readonly first: number;
  /** Row after row, in the task's units. Stays the feed's own: what is sent is a copy. */
  readonly points: Float64Array;
  readonly wants: readonly Want[];
  /** How long they may take. */
  readonly rules?: Pick<TrialRules, 'timeoutMs' | 'graceMs'>;
};

/** Where trials are measured. */
export type MeasuredAt = {
  /** Name of the backend. */
  readonly backend: string;
  /** Number of the worker there, from 0. */
  readonly worker: number;
  /** Copies of the task that are being evaluated at once, on this backend or, in a wave, on all of them. */
  readonly copies: number;
};

/**
 * Whose trials are measured. Measuring evaluates nothing else than what it is fed and hands everything back, so that a study can measure
 * its task by its own first trials. Every batch that `next` gave out comes back exactly once: by `done`, `returned` or `lost`; of a trial
 * that lasts too long to be waited for, possibly after `measureTask` has resolved.
 */
export interface TrialFeed {
  /**
   * Trials to evaluate there, `most` or fewer. A promise makes that worker wait (for a generation to be told, say): it must settle when
   * all that was given out has come back. `undefined`: nothing more for this worker in this stage.
   */
  next(most: number, at: MeasuredAt): MaybePromise<TrialsToMeasure | undefined>;
  /** What came of them: the first of them, or all. Those that are missing in `answer.trials` were not evaluated. */
  done(given: TrialsToMeasure, answer: EvaluateAnswer, at: MeasuredAt): void;
  /**
   * They were not evaluated there, or failed there while the task works elsewhere: they are to be evaluated elsewhere. Nothing is wrong
   * with them as far as is known.
   */
  returned(given: TrialsToMeasure, reason: Reason, at: MeasuredAt): void;
  /**
   * Their worker died while it evaluated them, or they did not end in time. They may be the cause, so a feed that gives the same ones
   * out again must give them up after some losses: measuring refuses a backend only for losses of different trials.
   */
  lost(given: TrialsToMeasure, reason: Reason, at: MeasuredAt): void;
}
