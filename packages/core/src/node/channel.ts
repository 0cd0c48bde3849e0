import type { Output } from '../contracts/backend.js';
import type { Plain } from '../contracts/plain.js';
import type { Outcome } from './serve-host.js';

/**
 * One worker as the manager sees it: what a backend package fills, and nothing more. It carries messages and ends the worker when
 * told so; who may be called, what a loss means, replacing and closing are the business of `createWorkers`.
 */
export interface Channel {
  /** `thread 3`, `process 1234`: for messages. */
  readonly name: string;
  /** Resolves when the worker can be called; stays open if it ends before. */
  readonly ready: Promise<void>;
  /** Whether the worker has ended: before `ended` says so, while what it has left is still being looked after. */
  readonly over: boolean;
  /**
   * Resolves once the worker is gone, with all that it has started, and what it said and printed has been heard; or once it is written off:
   * what is left of it was told (`ChannelStart.onLeftBehind`) or will be (`WorkerEnd.late`). Never rejects.
   */
  readonly ended: Promise<WorkerEnd>;
  /**
   * `ServedHost.answer` in the worker. Stays open if the worker ends before it has answered; rejects if the request or the answer
   * cannot travel.
   */
  call(call: number, request: Plain, aborted: boolean): Promise<Outcome>;
  /** `ServedHost.abort` in the worker, past the calls that wait there. */
  abort(call: number): void;
  /** `ServedHost.close` in the worker. Stays open if the worker ends before. */
  close(): Promise<void>;
  /** Ends the worker, whatever it does, with all that it has started. `ended` confirms it. May be called at any time, repeatedly. */
  kill(): void;
}

export interface WorkerEnd {
  /** `exit code 1`, `signal SIGKILL`, `uncaught TypeError: …` */
  readonly how: string;
  /** The error that ended it, where it is known. */
  readonly cause?: unknown;
  /** Of one that was written off: what is left behind, in words for a person, when that is certain; undefined if it has ended after all. */
  readonly late?: Promise<string | undefined>;
}

/** What a worker to be started is given. */
export interface ChannelStart {
  /** Where the worker's own directory is to be, should it need one: to be made there, removed here. */
  readonly directory: string;
  readonly onOutput: (output: Output) => void;
  /** What the worker says while it works at a call: all of it, and in order, before that call or `ended` settles. */
  readonly onMessage: (call: number, message: Plain) => void;
  /** What cannot be ended, in words for a person, before `ended` resolves. */
  readonly onLeftBehind: (what: string) => void;
}

/** What makes one kind of workers different from another. */
export interface WorkerKind {
  /** The backend's name, for messages. */
  readonly name: string;
  /** At most this many are starting at the same time. */
  readonly startAtOnce: number;
  /** One that cannot be called after so many milliseconds is not coming. Default 60,000. */
  readonly startTimeoutMs?: number;
  /** Starts a worker, at once: whether it comes to life, its channel says. */
  start(options: ChannelStart): Channel;
}
