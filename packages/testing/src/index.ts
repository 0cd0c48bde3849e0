export { type BackendConformanceOptions, backendConformance } from './backend/suite.js';
export type { ConformanceCase, Exceptions, Gap } from './cases/conformance-case.js';
export { ConformanceError } from './cases/expect.js';
export {
  type CheckerConformanceOptions,
  checkerConformance,
  type HunterConformanceOptions,
  hunterConformance,
} from './condition/suite.js';
export {
  type Expectation,
  type FaultPlace,
  placeOf,
  type TrialOutcome,
  taskExpectations,
} from './faults/expectations.js';
export type { FaultPlacement } from './faults/fault-study.js';
export { type BackendFault, type FaultyBackendOptions, faultyBackend } from './faults/faulty-backend.js';
export { type FaultyOptimizerInput, faultyOptimizer } from './faults/faulty-optimizer.plugin.js';
export { type FaultyTaskInput, faultyTask } from './faults/faulty-task.js';
export { ensureNothingLeft, resourcesNow } from './faults/leftovers.js';
export { type ObservedRun, type ObservedStudy, type ObservedTrial, observe } from './faults/observe.js';
export type { OptimizerFault } from './faults/optimizer-faults.js';
export { isChosen } from './faults/point-choice.js';
export { endPrograms, releaseBlocked } from './faults/programs.js';
export {
  type FaultConformanceOptions,
  type FaultSelection,
  faultConformance,
  type PlacementFaultsOptions,
  placementFaults,
} from './faults/suite.js';
export { type TaskFault, taskFaults } from './faults/task-faults.js';
export { type OptimizerConformanceOptions, optimizerConformance } from './optimizer/suite.js';
export { type TaskConformanceOptions, taskConformance } from './task/suite.js';
