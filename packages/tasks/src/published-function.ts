import type { Parameter } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';

/** A test function with its options filled in, as it was published. */
export interface PublishedFunction {
  readonly parameters: readonly Parameter[];
  readonly value: Differentiable;
  /** Its values are drawn anew for each trial, from the seed that `value` is given; it has no gradient. */
  readonly random?: true;
  /** The residuals whose squares add up to the value, for functions that have them. */
  residuals?(x: Float64Array): Float64Array;
  /**
   * For a function that is not defined outside of its box, or has lower values there: what is added at a distance of one width of the box
   * in one coordinate, where a shift or a rotation brings points there (see `moved`). Absent: it is defined everywhere and nowhere lower.
   */
  readonly beyond?: number;
}
