import type { BackendTraits } from '../contracts/backend.js';

/** What is known of a task after some of its evaluations: plain data. Times are in seconds; NaN: not measured. */
export type TaskMeasurement = {
  /** In the order in which they were given. */
  readonly backends: readonly BackendMeasurement[];
};

/** A task on one backend. */
export type BackendMeasurement = {
  /** Name of the backend. */
  readonly backend: string;
  readonly traits: BackendTraits;
  /** Why it cannot be used there: workers that cannot be started, a task that cannot be loaded, that takes its worker down or never ends. */
  readonly problem: string | undefined;
  /** From nothing to a worker that has loaded the task. */
  readonly startSeconds: number;
  /** Part of that for the task: import, factory. */
  readonly loadSeconds: number;
  /** A message that asks for nothing, and its answer, with nothing else going on; median. */
  readonly roundTripSeconds: number;
  /** Memory that a worker adds to the machine (proportional set size), in bytes. */
  readonly workerBytes: number;
  /** Evaluations of all stages, warming up included. */
  readonly trials: number;
  /** Those of them that failed. */
  readonly failed: number;
  /** What the last failure said. */
  readonly failure: string | undefined;
  /** Workers that the task took down, or that were ended since an evaluation did not end in time. */
  readonly lost: number;
  /** One copy of the task; a first trial only if there is no other. */
  readonly alone: TrialTimes | undefined;
  /** Several copies at once, each on a worker of its own. */
  readonly together: (TrialTimes & { readonly copies: number }) | undefined;
  /** Median time together ÷ alone: 1 where copies do not slow each other down. */
  readonly slowdown: number;
  /** Whether a worker started programs while it evaluated; undefined where that cannot be known. */
  readonly programs: boolean | undefined;
};

/** Times of trials, after warming up. */
export type TrialTimes = {
  readonly trials: number;
  /** Seconds per evaluation. */
  readonly median: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Half of the evaluations take so long: from the first to the third quartile. */
  readonly quartiles: readonly [lower: number, upper: number];
  /** The distance of the quartiles ÷ median. */
  readonly spread: number;
  /** Share of that time in which the thread could do nothing else, from 0 to 1: 1 for what computes or waits synchronously. */
  readonly blockedShare: number;
  /**
   * Processor time of the worker's process ÷ that time, with the programs that it starts and with what its thread waited for a processor:
   * above 1 for a task with threads of its own, and where other workers of the same process compute.
   */
  readonly processorShare: number;
};
