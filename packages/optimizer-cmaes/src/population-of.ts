import type { CmaesOptions } from './options.js';
import { defaultPopulationSize } from './strategy-parameters.js';

/** Points per generation (λ) in so many dimensions. */
export function populationOf(
  { populationSize, populationFactor }: Pick<CmaesOptions, 'populationSize' | 'populationFactor'>,
  dimensions: number,
): number {
  return populationSize ?? Math.max(2, Math.round(populationFactor * defaultPopulationSize(dimensions)));
}
