import type { Plain } from '../contracts/plain.js';
import type { HostEnvironment } from './environment.js';

/** The worker's side of the turn protocol: the one implementation that every backend serves. */
export interface Host {
  /** @param signal aborted when the answer is wanted early or not at all */
  answer(request: Plain, signal: AbortSignal): Promise<Plain>;
  /** Closes the task and removes the worker's directory. */
  close(): Promise<void>;
}

export function createHost(_environment: HostEnvironment): Host {
  throw new Error('being written');
}
