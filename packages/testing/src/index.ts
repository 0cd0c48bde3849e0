export type { ConformanceCase, Exceptions, Gap } from './cases/conformance-case.js';
export { ConformanceError } from './cases/expect.js';
export { type OptimizerConformanceOptions, optimizerConformance } from './optimizer/suite.js';
