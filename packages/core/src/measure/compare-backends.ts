import type { BackendMeasurement, TaskMeasurement } from './task-measurement.js';

/** One measurement of several: a backend where every evaluation failed or was lost, while some worked elsewhere, cannot be used. */
export function compareBackends(backends: readonly BackendMeasurement[]): TaskMeasurement {
  const works = ({ trials, failed }: BackendMeasurement) => trials > failed;
  const somewhere = backends.some(works);
  return {
    backends: backends.map(each =>
      each.problem === undefined && somewhere && each.trials + each.lost > 0 && !works(each)
        ? { ...each, problem: `every evaluation failed there: ${each.failure}` }
        : each,
    ),
  };
}
