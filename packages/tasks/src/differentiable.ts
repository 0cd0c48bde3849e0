import type { Task } from '@glompo/core/plugin';

/**
 * The value at `x`; ∂value/∂x is written into `gradient`, if one is given, which arrives filled with zeros. Where there is no gradient,
 * NaN is written (`noGradient`). `seed` is the trial's, for functions with chance in them.
 */
export type Differentiable = (x: Float64Array, gradient?: Float64Array, seed?: number) => number;

/** Says that there is no gradient at this point. */
export function noGradient(gradient: Float64Array): void {
  gradient.fill(Number.NaN);
}

export function isAbsent(gradient: Float64Array): boolean {
  return Number.isNaN(gradient[0]);
}

/** An evaluation that gives the gradient, where there is one, with the value to those who want it. */
export function evaluateBy(f: Differentiable): Task['evaluate'] {
  return (x, { wants }) => {
    if (!wants.includes('gradient')) return f(x);
    const gradient = new Float64Array(x.length);
    const value = f(x, gradient);
    return isAbsent(gradient) ? { value } : { value, gradient };
  };
}
