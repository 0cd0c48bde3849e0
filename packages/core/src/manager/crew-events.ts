import type { Output } from '../contracts/backend.js';
import type { Reason } from '../contracts/reason.js';

/** What a crew tells of its workers. */
export interface CrewEvents {
  onOutput(output: Output): void;
  onLeftBehind(backend: string, worker: number, what: string): void;
  onReplaced(replaced: Replacement): void;
  /** A worker cannot be started afresh. */
  onBroken(error: unknown): void;
  onSilence(run: number, seconds: number, usualSeconds: number): void;
}

export interface Replacement {
  readonly backend: string;
  readonly worker: number;
  readonly reason: Reason;
  readonly freedAfterMs: number;
  readonly startedAfterMs: number;
}
