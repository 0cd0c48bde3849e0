export { maxEvaluations } from './max-evaluations.js';
export { maxEvaluationsPerParameter } from './max-evaluations-per-parameter.js';
export { maxSeconds } from './max-seconds.js';
export { runsConverged } from './runs-converged.js';
export { runsStarted } from './runs-started.js';
export { targetValue } from './target-value.js';
