import { program } from './measure.js';
import type { OptimizerName } from './optimizers.js';
import type { Row } from './placement.js';

/** A study of a task without cost: what the machinery can do. */
export type Throughput = {
  readonly row: Row;
  readonly optimizer: OptimizerName;
  readonly task: 'sphere' | 'restless-sphere' | 'brief';
  readonly slots: number;
  /** Every trial goes to a writer thread and into a file. */
  readonly logged: boolean;
  /** Seconds from the first result to the window, and of the window. */
  readonly warmUp: number;
  readonly window: number;
  readonly seed: number;
};

export interface ThroughputResult {
  readonly evaluationsPerSecond: number;
  /** What other programs took of the cores meanwhile: 0 to 1. */
  readonly others: number;
  readonly runsPerSecond: number;
  /** Runs that ended otherwise than by converging. */
  readonly otherEnds: number;
  /** Of the log: trials that did not come, and megabytes written per second. */
  readonly missed: number;
  readonly megabytesPerSecond: number;
}

export const throughput = program<Throughput, ThroughputResult>('throughput');
