import type { Space } from '../contracts/optimizer.js';
import type { Parameter } from '../contracts/parameter.js';
import { isLogarithmic } from './parameters.js';

/**
 * A task's box and the way between the task's units and search coordinates (log10 for logarithmic parameters, the same number for
 * linear ones; integers reach half a unit beyond their bounds, so that rounding is fair to the outermost). Optimizers live in search coordinates; everything outside of them is in the task's units.
 */
export interface SearchSpace extends Space {
  /** Whether search coordinates are the task's units. */
  readonly plain: boolean;
  /** Overwrites `x`, in search coordinates, by the task's units, kept inside the task's bounds; integers are rounded. */
  toTask(x: Float64Array): Float64Array;
  /** Overwrites `x`, in the task's units, by search coordinates. */
  toSearch(x: Float64Array): Float64Array;
  /** Overwrites a gradient with respect to the task's units at `x` (task units) by the one for search coordinates. */
  gradientToSearch(gradient: Float64Array, x: Float64Array): Float64Array;
}

export function searchSpace(parameters: readonly Parameter[]): SearchSpace {
  const dimensions = parameters.length;
  const isInteger = (p: Parameter) => p.kind === 'integer';
  const which = (is: (p: Parameter) => boolean) => parameters.flatMap((p, i) => (is(p) ? [i] : []));
  const logs = which(isLogarithmic);
  const integers = which(isInteger);
  const low = Float64Array.from(parameters, p =>
    isLogarithmic(p) ? Math.log10(p.low) : isInteger(p) ? p.low - 0.5 : p.low,
  );
  const high = Float64Array.from(parameters, p =>
    isLogarithmic(p) ? Math.log10(p.high) : isInteger(p) ? p.high + 0.5 : p.high,
  );
  return {
    dimensions,
    parameters,
    plain: logs.length + integers.length === 0,
    low,
    high,
    toTask(x) {
      for (const i of logs) {
        const p = parameters[i] as Parameter;
        // 10 ** log10(bound) may miss the bound by a last bit.
        x[i] = Math.min(p.high, Math.max(p.low, 10 ** (x[i] as number)));
      }
      for (const i of integers) {
        const p = parameters[i] as Parameter;
        // Not −0.
        x[i] = Math.min(p.high, Math.max(p.low, Math.round(x[i] as number))) + 0;
      }
      return x;
    },
    toSearch(x) {
      for (const i of logs) {
        x[i] = Math.min(high[i] as number, Math.max(low[i] as number, Math.log10(x[i] as number)));
      }
      return x;
    },
    gradientToSearch(gradient, x) {
      for (const i of logs) gradient[i] = (gradient[i] as number) * (x[i] as number) * Math.LN10;
      return gradient;
    },
  };
}
