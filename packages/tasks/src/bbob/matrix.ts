/** A square matrix, row by row. */
export type Matrix = Float64Array;

/** y ← A x; `y` must not be `x`. */
export function multiply(a: Matrix, x: Float64Array, y: Float64Array): void {
  const n = x.length;
  for (let i = 0, at = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += a[at++]! * x[j]!;
    y[i] = sum;
  }
}

export function transpose(a: Matrix, n: number): Matrix {
  const transposed = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) transposed[j * n + i] = a[i * n + j]!;
  return transposed;
}

/** Λ A, where Λ is the diagonal. */
export function scaleRows(diagonal: Float64Array, a: Matrix): Matrix {
  const n = diagonal.length;
  return a.map((entry, at) => diagonal[Math.floor(at / n)]! * entry);
}

/** A Λ B, where Λ is the diagonal. */
export function product(a: Matrix, diagonal: Float64Array, b: Matrix): Matrix {
  const n = diagonal.length;
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k]! * diagonal[k]!;
      for (let j = 0; j < n; j++) result[i * n + j]! += factor * b[k * n + j]!;
    }
  }
  return result;
}

/** The sums of the columns, Aᵀ 1, times a factor. */
export function columnSums(a: Matrix, n: number, factor: number): Float64Array {
  return Float64Array.from({ length: n }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += a[i * n + j]!;
    return factor * sum;
  });
}
