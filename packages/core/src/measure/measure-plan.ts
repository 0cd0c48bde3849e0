/**
 * How a task is measured on each backend: some rounds, and in each of them trials alone, then as many `copies` at once. A stage ends when
 * it has lasted long enough and has its trials, or has too many of them.
 */
export type MeasurePlan = {
  readonly rounds: number;
  /** At once, in the second half of each round. */
  readonly copies: number;
  /** Milliseconds after which a stage begins no further trial, once it has `leastTrials`. */
  readonly stageMs: number;
  /** Trials per worker that a stage tries to make, however long they last. */
  readonly leastTrials: number;
  /** Trials per worker that end a stage, however short they are. */
  readonly mostTrials: number;
  /**
   * A task whose first trial lasts longer is measured by one wave instead: one trial on each of `slots` workers, spread over the
   * backends, all at the same time.
   */
  readonly longMs: number;
  /** The same for a task that mostly waits, and hardly computes meanwhile: all slots are busy then, and none disturbs another. */
  readonly waveWhereItWaits: boolean;
  /**
   * Whether measuring ends, with what is known, when a trial after the first ones lasts `longMs` longer than its message may: nothing
   * waits for that trial.
   */
  readonly leaveLong: boolean;
};

/** For a study that measures on its own first trials: some tenths of a second for a task of up to some milliseconds. */
export const quickPlan: MeasurePlan = {
  rounds: 1,
  copies: 2,
  stageMs: 40,
  leastTrials: 3,
  mostTrials: 1_000,
  longMs: 400,
  waveWhereItWaits: true,
  leaveLong: true,
};

/** For somebody who wants to know, and waits. */
export const thoroughPlan: MeasurePlan = {
  rounds: 2,
  copies: 2,
  stageMs: 100,
  leastTrials: 3,
  mostTrials: 20_000,
  longMs: 5_000,
  waveWhereItWaits: false,
  leaveLong: false,
};
