import type { Call } from './call.js';

/** A turn in which a run evaluates where it lives, as far as it has come. */
export class ResidentTurn {
  readonly granted: number;
  call: Call | undefined;
  /** Trials of it that have ended. */
  made = 0;
  /** … and whose reservation was given back. */
  settled = 0;
  lastValue = Number.NaN;

  constructor(granted: number) {
    this.granted = granted;
  }
}
