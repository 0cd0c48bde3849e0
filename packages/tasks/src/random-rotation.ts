import type { Random } from '@glompo/core/plugin';

/**
 * A random orthogonal matrix, row by row, uniform over all (Haar measure): the Q of the QR decomposition of a matrix of normal numbers
 * whose R has a positive diagonal, as Gram–Schmidt makes it. Source: G. W. Stewart, The efficient generation of random orthogonal
 * matrices with an application to condition estimators, SIAM Journal on Numerical Analysis 17 (1980).
 *
 * @returns n × n numbers, orthogonal to about 1e-15
 */
export function randomRotation(n: number, random: Random): Float64Array {
  const q = Float64Array.from({ length: n * n }, () => random.normal());
  for (let i = 0; i < n; i++) {
    const row = q.subarray(i * n, (i + 1) * n);
    // Twice is enough: what rounding left of the earlier rows is taken out by the second pass.
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const earlier = q.subarray(j * n, (j + 1) * n);
        let along = 0;
        for (let k = 0; k < n; k++) along += row[k]! * earlier[k]!;
        for (let k = 0; k < n; k++) row[k]! -= along * earlier[k]!;
      }
      let squares = 0;
      for (let k = 0; k < n; k++) squares += row[k]! * row[k]!;
      const length = Math.sqrt(squares);
      for (let k = 0; k < n; k++) row[k]! /= length;
    }
  }
  return q;
}
