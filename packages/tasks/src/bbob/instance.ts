// What is random in an instance of a BBOB function, as COCO makes it: copyright the NumBBO/CoCO team, BSD-3-Clause, see NOTICE.
import { type Matrix, transpose } from './matrix.js';
import { gauss, uniform } from './random.js';

/** The seed of an instance. */
export const seedOf = (fn: number, instance: number) => fn + 10_000 * instance;

/** f_opt: 100 times a quotient of two normal numbers (Cauchy), rounded to two decimals, clipped to [-1000, 1000]. */
export function optimalValue(seed: number): number {
  const quotient = (100 * 100 * gauss(1, seed)[0]!) / gauss(1, seed + 1)[0]!;
  return Math.min(1000, Math.max(-1000, Math.floor(quotient + 0.5) / 100));
}

/** x_opt: uniform in [-4, 4]^dims, in steps of 0.0008, and nowhere 0. */
export function optimalPoint(dims: number, seed: number): Float64Array {
  return uniform(dims, seed).map(u => (8 * Math.floor(1e4 * u)) / 1e4 - 4 || -1e-5);
}

/** A random rotation: the columns of a matrix of normal numbers, made orthonormal one after the other (Gram–Schmidt). */
function rotation(dims: number, seed: number): Matrix {
  const columns = gauss(dims * dims, seed);
  for (let i = 0; i < dims; i++) {
    const column = columns.subarray(i * dims, (i + 1) * dims);
    for (let j = 0; j < i; j++) {
      const before = columns.subarray(j * dims, (j + 1) * dims);
      const along = dot(column, before);
      for (let k = 0; k < dims; k++) column[k]! -= along * before[k]!;
    }
    const length = Math.sqrt(dot(column, column));
    for (let k = 0; k < dims; k++) column[k]! /= length;
  }
  return transpose(columns, dims);
}

/** R in the formulas of the functions. RR-6829 often has R and Q the other way round; both are random, and these seeds are COCO's. */
export const rotationR = (dims: number, seed: number) => rotation(dims, seed + 1_000_000);
/** Q in the formulas of the functions. */
export const rotationQ = (dims: number, seed: number) => rotation(dims, seed);

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
