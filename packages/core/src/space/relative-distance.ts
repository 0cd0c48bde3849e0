import type { Space } from '../contracts/optimizer.js';
import { isLogarithmic } from './parameters.js';

/**
 * How far two points, in the task's units, are apart as a fraction of the ranges: √(Σ ((aᵢ − bᵢ) / rangeᵢ)² / n), so that opposite corners of
 * the box are 1 apart in any dimension. Logarithmic parameters are compared by their logarithms.
 */
export function relativeDistance(
  { dimensions, parameters, low, high }: Space,
  a: Float64Array,
  b: Float64Array,
): number {
  let squares = 0;
  for (let i = 0; i < dimensions; i++) {
    const difference = isLogarithmic(parameters[i])
      ? Math.log10((a[i] as number) / (b[i] as number))
      : (a[i] as number) - (b[i] as number);
    const scaled = difference / ((high[i] as number) - (low[i] as number));
    squares += scaled * scaled;
  }
  return Math.sqrt(squares / dimensions);
}
