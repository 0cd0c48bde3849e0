import type { Backend } from './backend.js';
import type { OptimizerPlugin } from './optimizer.js';
import type { Plain } from './plain.js';

/** How one optimizer's trials run, where that differs from the rest of the study. */
export interface RunOptions {
  /** Level 2 for this optimizer: a backend, or `with-optimizer`. Default: the study's. */
  readonly trials?: Backend | 'with-optimizer';
  /** At most this many trials of each of its runs at once. Default: all slots. */
  readonly maxSlots?: number;
  /** Its share of the slots against the others'. Default 1. */
  readonly weight?: number;
}

/** An optimizer that a study may start: the plugin itself, or the name of one that the registry knows. */
export interface OptimizerChoice extends RunOptions {
  readonly optimizer: OptimizerPlugin | string;
  readonly options: Plain;
}
