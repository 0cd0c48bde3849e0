import { program } from './measure.js';
import type { Row } from './placement.js';

/** A manager that is killed when every worker is stuck. */
export type LeftBehind = { readonly row: Row; readonly slots: number };

export interface LeftBehindResult {
  /** Processes left a second after the kill. */
  readonly left: number;
  /** Milliseconds until none was left; 1000 if some were. */
  readonly goneAfterMs: number;
}

export const leftBehind = program<LeftBehind, LeftBehindResult>('left-behind');
