import type { Backend, OpenOptions, Workers } from '../contracts/backend.js';
import { bug } from '../errors/glompo-error.js';
import type { Clock } from '../manager/clock.js';
import type { LoadAnswer, LoadRequest } from '../worker/protocol.js';
import type { MeasurePlan } from './measure-plan.js';
import type { TaskMeasurement } from './task-measurement.js';
import type { TrialFeed } from './trial-feed.js';

export interface MeasureOptions {
  /**
   * Where the task may run, the safest first: a backend is tried only while the ones before it have not lost a worker by the task, and
   * one that cannot be ended (not `preemptive`) only if an earlier one has shown that the task is short or does not block its thread,
   * unless there is no other.
   */
  readonly backends: readonly Backend[];
  readonly load: LoadRequest;
  readonly feed: TrialFeed;
  readonly plan: MeasurePlan;
  /** Workers at once in the wave by which a long task is measured. */
  readonly slots: number;
  /**
   * Hears, before anything is evaluated, what the task says of itself. What it throws ends the measuring: parameters that cannot be
   * used, say.
   */
  readonly onLoaded?: (answer: LoadAnswer) => void;
  readonly onOutput?: (backend: string, worker: number, stream: 'stdout' | 'stderr', text: string) => void;
  /**
   * Is offered the workers of each backend that can be used, idle and with the task loaded, when all has been measured, instead of their
   * being closed. Who answers `true` has them to close.
   */
  readonly keep?: (backend: Backend, workers: Workers) => boolean;
  /** A trial that has not ended after so many milliseconds makes its backend unusable; its worker is ended. Default: none does. */
  readonly trialTimeoutMs?: number;
  /** No stage begins after so many milliseconds. Default: all do. */
  readonly milliseconds?: number;
  /** Bytes of memory that this process and all that it has started take now: for `workerBytes`. */
  readonly memoryBytes?: () => number;
  readonly clock?: Clock;
  readonly signal?: OpenOptions['signal'];
}

/**
 * Measures a task on some backends, by evaluating what `feed` gives.
 *
 * What the task does wrong is a finding. Rejects with `GLOMPO_INTERRUPTED` when the signal is aborted, with what `onLoaded` threw, and
 * with the error of loading if the task can be loaded nowhere; nothing is left behind then.
 */
export function measureTask(_options: MeasureOptions): Promise<TaskMeasurement> {
  throw bug('measureTask is not built yet');
}
