import type { Plain } from '../contracts/plain.js';

/** What a host works at. */
export interface HostCall {
  /** Aborted when the answer is wanted early: trials in flight are told so, and what was finished is answered. */
  readonly signal: AbortSignal;
  /** Says something before the answer, at once: it arrives even if this thread then computes without a pause, or ends. */
  tell(message: Plain): void;
}
