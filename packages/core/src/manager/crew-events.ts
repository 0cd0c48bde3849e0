import type { Output } from '../contracts/backend.js';
import type { Reason } from '../contracts/reason.js';
import type { LoadRequest } from '../worker/protocol.js';
import type { Clock } from './clock.js';
import type { TimeLimits } from './trial-pace.js';

/** What a crew tells of its workers. */
export interface CrewEvents {
  onOutput(output: Output): void;
  onLeftBehind(backend: string, worker: number, what: string): void;
  onReplaced(replaced: Replacement): void;
  /** A worker that is needed cannot be started. */
  onBroken(error: unknown): void;
  /** A worker has not loaded the task after so long. */
  onLoading(backend: string, worker: number, seconds: number): void;
  /** None can stand by to take the place of one that is lost. */
  onNoSpare(backend: string, why: string): void;
  onSilence(silence: Silence): void;
}

export interface Silence {
  readonly run: number;
  /** Its optimizer was asked for something, and no trial is made. */
  readonly optimizer: boolean;
  readonly seconds: number;
  /** What a trial, or an answer of an optimizer, takes; undefined: none has ended yet. */
  readonly usualSeconds: number | undefined;
}

export interface Replacement {
  readonly backend: string;
  readonly worker: number;
  readonly reason: Reason;
  readonly freedAfterMs: number;
  readonly startedAfterMs: number;
}

/** What a crew is given beside its workers. */
export interface CrewOptions {
  readonly load: LoadRequest | undefined;
  readonly limits: TimeLimits;
  /** Once a worker was lost, one more stands by. */
  readonly spare: boolean;
  readonly clock: Clock;
  readonly events: CrewEvents;
}
