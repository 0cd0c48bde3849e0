import type { Reason } from '../contracts/reason.js';
import type { Placement } from '../manager/placement.js';

/** What is given besides the measurement. */
export interface Circumstances {
  /** Cores that may be used. */
  readonly cores: number;
  /** Evaluations at the same time; absent: to be proposed. */
  readonly slots?: number | undefined;
  /** Optimizers alive at the same time; absent: enough to keep the slots busy, which is reckoned as one for each slot, and 4 at least. */
  readonly liveRuns?: number | undefined;
  /** Points that a run has outstanding at once where its trials are pooled: its population. Default 8. */
  readonly population?: number | undefined;
  /** What else is known to speak against a backend, by its name: copies of the task that disturb each other there, say. */
  readonly problems?: Readonly<Record<string, string>> | undefined;
}

/** Where a task should run: plain data, for a study and for people. */
export type PlacementProposal = {
  readonly placement: Placement;
  readonly slots: number;
  /** Optimizers alive at the same time that were reckoned with. How many a study begins with is `StudyOptions.liveRuns`. */
  readonly liveRuns: number;
  /** Share of the slots' time that is expected to be spent on evaluations, from 0 to 1. */
  readonly utilisation: number;
  readonly evaluationsPerSecond: number;
  /** Trials in one message to a worker, or in one turn, and how many milliseconds of work they are. */
  readonly batch: { readonly trials: number; readonly milliseconds: number };
  /** One sentence, with its figures in `data`; in `because`, what spoke against the others, and warnings. */
  readonly reason: Reason;
  /** Every placement that was considered, the best first. */
  readonly considered: readonly ConsideredPlacement[];
};

export type ConsideredPlacement = {
  readonly placement: Placement;
  /** As above; 0 where it cannot be used. */
  readonly utilisation: number;
  readonly evaluationsPerSecond: number;
  /** Why it cannot be used. */
  readonly problem: string | undefined;
};
