import { mannWhitney } from './mann-whitney.js';

/**
 * A12: how likely a value of the first sample is smaller, that is better, than one of the second, equal ones counting half (A. Vargha and H. D.
 * Delaney, "A critique and improvement of the CL common language effect size statistics", J. Educational and Behavioral Statistics 25,
 * 2000; there for larger values). 0.5: neither; they call 0.56 a small, 0.64 a medium and 0.71 a large effect.
 */
export function a12(first: readonly number[], second: readonly number[]): number {
  return mannWhitney(first, second).wins / (first.length * second.length);
}
