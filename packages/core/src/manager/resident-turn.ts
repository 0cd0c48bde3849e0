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

/** No turn brings more than this, so that kills and hunts stay prompt and messages small. */
const mostPoints = 8000;
const mostBytes = 1 << 20;

/** Trials of one turn. */
export function mostTrials(dimensions: number): number {
  return Math.max(1, Math.min(mostPoints, Math.floor(mostBytes / 8 / dimensions)));
}
