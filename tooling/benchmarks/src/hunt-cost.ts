import { program } from './measure.js';

export type HuntCost = {
  readonly liveRuns: number;
  /** Of the live runs, in all, and of those without history. */
  readonly trials: number;
  readonly fewTrials: number;
  readonly deadRuns: number;
  readonly samples: number;
  readonly huntsPerSample: number;
};

/** Microseconds per hunt, by sample. */
export interface HuntCostResult {
  readonly withHistory: readonly number[];
  readonly without: readonly number[];
}

export const huntCost = program<HuntCost, HuntCostResult>('hunt-cost');
