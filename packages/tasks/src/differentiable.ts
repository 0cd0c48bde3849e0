import type { Task } from '@glompo/core/plugin';

/** The value at `x`; ∂value/∂x is written into `gradient`, if one is given, which arrives filled with zeros. */
export type Differentiable = (x: Float64Array, gradient?: Float64Array) => number;

/** An evaluation that gives the gradient with the value to those who want it. */
export function evaluateBy(f: Differentiable): Task['evaluate'] {
  return (x, { wants }) => {
    if (!wants.includes('gradient')) return f(x);
    const gradient = new Float64Array(x.length);
    return { value: f(x, gradient), gradient };
  };
}
