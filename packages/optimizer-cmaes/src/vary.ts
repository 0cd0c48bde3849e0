import type { Space, Variation } from '@glompo/core/plugin';
import type { CmaesOptions } from './options.js';
import { mostPoints, populationOf } from './population-of.js';

/** The options of a run whose population, initial deviations or length differ from those of others. */
export function vary(
  options: CmaesOptions,
  { population = 1, deviation = 1, evaluations }: Variation,
  { dimensions }: Pick<Space, 'dimensions'>,
): CmaesOptions {
  const n = dimensions - new Set(options.fixed).size;
  const populationSize = Math.max(2, Math.min(mostPoints(n), Math.floor(population * populationOf(options, n))));
  const most = options.maxGenerations ?? Number.POSITIVE_INFINITY;
  const generations = evaluations === undefined ? most : Math.max(1, Math.floor(evaluations / populationSize));
  const maxGenerations = Math.min(most, generations);
  return {
    ...options,
    ...(population !== 1 && { populationSize }),
    sigma: options.sigma * deviation,
    ...(Number.isFinite(maxGenerations) && { maxGenerations }),
  };
}
