import { bug } from '../errors/glompo-error.js';
import type { Circumstances, PlacementProposal } from './placement-proposal.js';
import type { TaskMeasurement } from './task-measurement.js';

/**
 * Chooses where optimizers and trials run, from what was measured: pure.
 *
 * Undefined if the task can be evaluated on none of the backends.
 */
export function proposePlacement(_measurement: TaskMeasurement, _given: Circumstances): PlacementProposal | undefined {
  throw bug('proposePlacement is not built yet');
}
