import type { Space } from '../contracts/optimizer.js';
import type { Parameter } from '../contracts/parameter.js';

/**
 * A task's box and the way between the task's units and search coordinates (log10 for logarithmic parameters, the same number for
 * linear ones). Optimizers live in search coordinates; everything outside of them is in the task's units.
 */
export interface SearchSpace extends Space {
  /** Whether any parameter is logarithmic: if not, search coordinates are the task's units. */
  readonly logarithmic: boolean;
  /** Overwrites `x`, in search coordinates, by the task's units, kept inside the task's bounds. */
  toTask(x: Float64Array): Float64Array;
  /** Overwrites `x`, in the task's units, by search coordinates. */
  toSearch(x: Float64Array): Float64Array;
  /** Overwrites a gradient with respect to the task's units at `x` (task units) by the one for search coordinates. */
  gradientToSearch(gradient: Float64Array, x: Float64Array): Float64Array;
}

export function searchSpace(parameters: readonly Parameter[]): SearchSpace {
  const dimensions = parameters.length;
  const logs = parameters.flatMap((p, i) => (p.scale === 'log' ? [i] : []));
  const low = Float64Array.from(parameters, p => (p.scale === 'log' ? Math.log10(p.low) : p.low));
  const high = Float64Array.from(parameters, p => (p.scale === 'log' ? Math.log10(p.high) : p.high));
  return {
    dimensions,
    parameters,
    logarithmic: logs.length > 0,
    low,
    high,
    toTask(x) {
      for (const i of logs) {
        const p = parameters[i] as Parameter;
        // 10 ** log10(bound) may miss the bound by a last bit.
        x[i] = Math.min(p.high, Math.max(p.low, 10 ** (x[i] as number)));
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
