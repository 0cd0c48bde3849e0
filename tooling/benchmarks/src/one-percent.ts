import { program } from './measure.js';
import type { Row } from './placement.js';

/** A random search of which about 1 % of the calls hang and 1 % end their worker, again at each retry. */
export type OnePercent = {
  readonly row: Row;
  readonly slots: number;
  readonly runs: number;
  /** Points of each run. */
  readonly points: number;
  readonly seed: number;
};

/** How the slots' time was spent, each as a share of it. */
export interface OnePercentResult {
  /** All that is neither evaluating nor the time that the faults themselves take: see `one-percent.program.ts`. */
  readonly lost: number;
  /** Slots without a worker, since it was being replaced: not part of what is lost. */
  readonly beingReplaced: number;
  /** Of this: from when a call should have been ended, or its worker died, until that was known. */
  readonly noticing: number;
  /** What the faults themselves took. */
  readonly faults: number;
  /** Calls that hung or ended their worker. */
  readonly calls: number;
  /** What other programs took of the cores meanwhile. */
  readonly others: number;
}

/** Its trials are compared with those of the same study inline, where the same points throw: it fails where they differ. */
export const onePercent = program<OnePercent, OnePercentResult>('one-percent');
