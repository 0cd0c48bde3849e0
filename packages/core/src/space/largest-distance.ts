import type { Space } from '../contracts/optimizer.js';
import { isLogarithmic } from './parameters.js';

/**
 * How far two points, in the task's units, are apart in the coordinate that differs most, as a fraction of its range. Logarithmic parameters
 * are compared by their logarithms.
 */
export function largestDistance(
  { dimensions, parameters, low, high }: Space,
  a: Float64Array,
  b: Float64Array,
): number {
  let largest = 0;
  for (let i = 0; i < dimensions; i++) {
    const difference = isLogarithmic(parameters[i])
      ? Math.log10((a[i] as number) / (b[i] as number))
      : (a[i] as number) - (b[i] as number);
    largest = Math.max(largest, Math.abs(difference) / ((high[i] as number) - (low[i] as number)));
  }
  return largest;
}
