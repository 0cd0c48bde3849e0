/** A weighted sum of outer products: row `order[k]` of `rows` has the weight `weights[k]`, for the first `count` ranks. */
export interface WeightedRows {
  readonly rows: Float64Array;
  readonly order: Int32Array;
  readonly weights: Float64Array;
  readonly count: number;
}

/** What is left of C, and how much of p pᵀ is added to it. */
export interface Decay {
  readonly decay: number;
  readonly factor: number;
  readonly path: Float64Array;
}

/**
 * What CMA-ES computes in O(n²) and more. Matrices are n × n and column-major, of which the lower triangle counts. All arrays must come from
 * the kernel itself. Every implementation gives the same bits.
 */
export interface Kernel {
  readonly name: 'scalar' | 'wasm-simd';
  /** Numbers, zero at first. */
  doubles(count: number): Float64Array;
  integers(count: number): Int32Array;
  /** C ← decay C + factor p pᵀ + Σ w_k y_k y_kᵀ. */
  update(c: Float64Array, decay: Decay, rows: WeightedRows): void;
  /** A ← the Cholesky factor of C. @returns false if C is not positive definite and finite; A is undefined then */
  factorize(c: Float64Array, a: Float64Array): boolean;
  /** y_k ← A z_k for the rows from `first` to before `end`. */
  transform(
    a: Float64Array,
    z: Float64Array,
    y: Float64Array,
    rows: { readonly first: number; readonly end: number },
  ): void;
}
