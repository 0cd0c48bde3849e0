import type { OptimizerChoice } from '@glompo/core';
import { cmaes } from '@glompo/optimizer-cmaes';

/**
 * Populations of the runs that are started in turn where no optimizer is named, as multiples of CMA-ES's default. Small ones are
 * quick on what has few valleys; large ones see through many. Within 50,000 evaluations, 5-D Rastrigin was solved for 5 of 6 seeds
 * by these and for 1 of 6 by the default population alone; functions with one valley took about as long as before.
 */
const populationFactors = [1, 2, 4, 8] as const;

/** What `minimize` and `glompo run` start in turn where no optimizer is named. */
export function defaultOptimizers(): readonly OptimizerChoice[] {
  return populationFactors.map(populationFactor => cmaes({ populationFactor }));
}

/** The same as the command line writes it. */
export const defaultOptimizerCalls: readonly string[] = populationFactors.map(factor =>
  factor === 1 ? 'cmaes()' : `cmaes(populationFactor=${factor})`,
);
