import { box, type Parameter, parametersFromBounds } from '@glompo/core/plugin';

/** The same range in every coordinate; they are named `x1`, `x2`, … */
export function realBox(dims: number, low: number, high: number): Parameter[] {
  return parametersFromBounds(box(dims, low, high));
}
