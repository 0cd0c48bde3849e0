import type { JsonValue } from './json.js';
import { program } from './measure.js';
import type { OptimizerName } from './optimizers.js';
import type { Row } from './placement.js';
import type { WatchedWork } from './window.js';

/** A study whose task tells when its trials began and ended. */
export type TimedStudy = {
  readonly row: Row;
  readonly optimizer: OptimizerName;
  readonly liveRuns: number | { readonly from: number; readonly upTo: number };
  readonly slots: number;
  readonly task: TimedTask;
  /** Seconds from the first result, or from the choice that `auto` makes, to the window; and of the window. */
  readonly warmUp: number;
  readonly window: number;
  readonly seed: number;
};

export type TimedTask = { readonly name: 'busy' | 'sleep'; readonly options: { readonly [name: string]: JsonValue } };

export const busy = (milliseconds: number): TimedTask => ({ name: 'busy', options: { milliseconds } });
export const sleep = (law: 'fixed' | 'uniform' | 'heavy-tail'): TimedTask => ({ name: 'sleep', options: { law } });

export interface TimedWork extends WatchedWork {
  /** From the call of `run()` to the first trial's begin. */
  readonly secondsToStart: number;
  /** PSS of the manager and its worker processes at the end of the window. */
  readonly bytes: number;
  /** Runs started in all. */
  readonly runs: number;
  /** Where things ran: what `auto` has chosen. */
  readonly placement: string;
}

export const timedStudy = program<TimedStudy, TimedWork>('timed-study');
