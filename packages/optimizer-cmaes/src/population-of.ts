import type { CmaesOptions } from './options.js';
import { defaultPopulationSize } from './strategy-parameters.js';

/** Numbers in a population: three arrays of 400 MB, five where values may be late. */
const mostNumbers = 50_000_000;

/** Points per generation (λ) in so many dimensions. */
export function populationOf(
  { populationSize, populationFactor }: Pick<CmaesOptions, 'populationSize' | 'populationFactor'>,
  dimensions: number,
): number {
  return populationSize ?? Math.max(2, Math.round(populationFactor * defaultPopulationSize(dimensions)));
}

/** Most points that a generation may have in so many dimensions. */
export function mostPoints(dimensions: number): number {
  return Math.floor(mostNumbers / dimensions);
}
