import { program } from './measure.js';
import type { Row } from './placement.js';

/** A study of many short runs. */
export type RunCost = {
  readonly row: Row;
  /** The time is taken between these two counts of started runs, and from the second to the third memory is compared too. */
  readonly runs: readonly [number, number, number];
};

export interface RunCostResult {
  readonly microsecondsPerRun: number;
  /** What other programs took of the cores meanwhile: 0 to 1. */
  readonly others: number;
  readonly bytesPerDeadRun: number;
}

export const runCost = program<RunCost, RunCostResult>('run-cost');
