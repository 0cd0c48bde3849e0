import type { Checker, Hunter, Selector, StartPoints } from '../contracts/decision.js';
import type { Random } from '../contracts/random.js';
import type { StopCondition } from './stop-condition.js';

/** The parts that decide. */
export interface Decisions {
  readonly selector: Selector;
  /** When no further run is started. */
  readonly spawnUntil: Checker | undefined;
  readonly startPoints: StartPoints;
  readonly hunters: Hunter | undefined;
  readonly checker: StopCondition;
  readonly random: Readonly<Record<'selector' | 'startPoints' | 'hunters' | 'checkers', Random>>;
}
