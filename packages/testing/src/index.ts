export { type BackendConformanceOptions, backendConformance } from './backend/suite.js';
export type { ConformanceCase, Exceptions, Gap } from './cases/conformance-case.js';
export { ConformanceError } from './cases/expect.js';
export {
  type CheckerConformanceOptions,
  checkerConformance,
  type HunterConformanceOptions,
  hunterConformance,
} from './condition/suite.js';
export { type OptimizerConformanceOptions, optimizerConformance } from './optimizer/suite.js';
export { type TaskConformanceOptions, taskConformance } from './task/suite.js';
