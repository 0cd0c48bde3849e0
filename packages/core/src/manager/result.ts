import type { Reason } from '../contracts/reason.js';
import type { SharingCounts } from '../contracts/sharing.js';
import type { TrialCounts } from '../contracts/trial-counts.js';
import type { RunCounts } from '../contracts/view.js';
import type { FoundMinima } from '../minima/report.js';
import type { Placement } from './placement.js';
import type { HuntRegret } from './regret.js';
import type { SlotReport } from './slot-report.js';

/** What a study found and what it took. */
export interface StudyResult {
  /** The best value; null if no trial gave a finite one. */
  readonly value: number | null;
  /** Where it was found, in the task's units. */
  readonly point: Float64Array | null;
  /** Id of the run that found it. */
  readonly run: number | null;
  /** Trials that count against the budget: ok, failed, timed out. */
  readonly evaluations: number;
  /** How trials ended; `ok`, `failed` and `timedOut` are the evaluations. */
  readonly outcomes: TrialCounts;
  /** Trials made again because their worker had died. */
  readonly retried: number;
  /** `started` is the sum of the others. */
  readonly runs: RunCounts;
  /** Why the study stopped. */
  readonly reason: Reason;
  readonly seed: number;
  readonly seconds: number;
  /** As many as there were at the end. */
  readonly slots: number;
  /** What the slots' time was spent on, workers' start included. */
  readonly slotTime: SlotReport;
  /** Both levels `auto` if the study ended before one was chosen. */
  readonly placement: Placement;
  /** Workers that died or were ended while the study ran, and were replaced. */
  readonly replaced: number;
  /** What still runs although everything was tried to end it, in words; empty, unless something went very wrong. */
  readonly leftBehind: readonly string[];
  /** The distinct minima that its runs have reached, and what that says of those that they have not. */
  readonly minima: FoundMinima;
  /** Where condemned runs were spared (`spare`): what killing the others saved and cost. */
  readonly regret?: HuntRegret;
  /** Where points were shared: what came of it. */
  readonly sharing?: readonly SharingCounts[];
}
