import type { OptimizerChoice } from '@glompo/core/plugin';
import { randomSearch } from '@glompo/optimizer-classic';
import { type CmaesInput, cmaes } from '@glompo/optimizer-cmaes';

/** What measured studies start. */
export type OptimizerName = 'random-search' | 'random-search-5' | 'cmaes' | 'cmaes-8' | 'cmaes-2000';

/** CMA-ES that never stops by itself (on a task that gives it no rest, see `restlessSphere`). */
const endless: CmaesInput = {
  tolFun: 0,
  tolFunHist: 0,
  tolX: 0,
  tolFacUpX: Number.POSITIVE_INFINITY,
  tolUpSigma: Number.POSITIVE_INFINITY,
  tolConditionCov: Number.POSITIVE_INFINITY,
  tolStagnation: 1e9,
  tolFlatFitness: 1e9,
  maxFailedGenerations: 1e9,
};

export function optimizerNamed(name: OptimizerName): OptimizerChoice {
  switch (name) {
    case 'random-search':
      return randomSearch();
    case 'random-search-5':
      return randomSearch({ maxPoints: 5 });
    case 'cmaes':
      return cmaes(endless);
    case 'cmaes-8':
      return cmaes({ ...endless, populationSize: 8 });
    case 'cmaes-2000':
      return cmaes({ ...endless, populationSize: 10, maxGenerations: 200 });
  }
}
