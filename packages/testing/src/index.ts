export { type BackendConformanceOptions, backendConformance } from './backend/suite.js';
export type { ConformanceCase, Exceptions, Gap } from './cases/conformance-case.js';
export { ConformanceError } from './cases/expect.js';
export { type OptimizerConformanceOptions, optimizerConformance } from './optimizer/suite.js';
