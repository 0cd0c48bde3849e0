import type { OptimizerChoice } from '../contracts/choice.js';
import type { Checker, Hunter, Selector } from '../contracts/decision.js';

/** Other decisions for a study that is recorded. What is absent stays as it was recorded. */
export interface Alternative {
  /** What the report calls it. */
  readonly name: string;
  /** Asked at each hunt in place of the study's own. `none`: nothing is killed. Default: what the record says was killed is. */
  readonly hunters?: Hunter | 'none' | undefined;
  /** Counted evaluations from one hunt to the next. Default: as recorded. Without hunters it says nothing. */
  readonly huntEvery?: number | undefined;
  /** Asked wherever the record starts a run, until it first chooses something else: there the replay ends. */
  readonly optimizers?: Selector | OptimizerChoice | readonly OptimizerChoice[] | undefined;
  /** From when on no further run is started. It can only leave out runs: those that the record does not have are unknown. */
  readonly spawnUntil?: Checker | undefined;
  /** When it stops. It can only stop before the record's end: what comes after that is unknown. */
  readonly stop?: Checker | undefined;
}
