import { SymmetricEigen } from './eigen.js';

/**
 * The search distribution N(m, σ² S C S) and its evolution paths, in the names of Hansen's tutorial. S is a fixed diagonal: the
 * proportions of the initial standard deviations, so that C begins as the identity. All vectors have n entries, matrices are
 * n × n and column-major.
 */
export class Distribution {
  readonly n: number;
  /** m, in the unconstrained coordinates of the boundary. */
  readonly mean: Float64Array;
  sigma: number;
  sigma0: number;
  /** The diagonal of S. */
  readonly scale: Float64Array;
  /** C; only its lower triangle is kept up to date. */
  readonly C: Float64Array;
  /** C = B D² Bᵀ, as of the last decomposition. */
  readonly B: Float64Array;
  readonly D: Float64Array;
  readonly pathSigma: Float64Array;
  readonly pathC: Float64Array;
  /** How often the distribution has been updated. */
  updates = 0;
  /** `updates` at the last decomposition. */
  decomposedAt = 0;
  readonly #eigen: SymmetricEigen;

  /** @param deviations initial standard deviations, unconstrained coordinates, all above 0 */
  constructor(mean: Float64Array, deviations: Float64Array) {
    const n = mean.length;
    this.n = n;
    this.mean = mean.slice();
    // The geometric mean, but exactly σ where all are σ.
    const first = deviations[0]!;
    this.sigma0 = deviations.every(d => d === first)
      ? first
      : Math.exp(deviations.reduce((sum, d) => sum + Math.log(d), 0) / n);
    this.sigma = this.sigma0;
    this.scale = deviations.map(d => d / this.sigma0);
    this.C = new Float64Array(n * n);
    this.B = new Float64Array(n * n);
    this.D = new Float64Array(n).fill(1);
    for (let i = 0; i < n; i++) {
      this.C[i * n + i] = 1;
      this.B[i * n + i] = 1;
    }
    this.pathSigma = new Float64Array(n);
    this.pathC = new Float64Array(n);
    this.#eigen = new SymmetricEigen(n);
  }

  /** The i-th standard deviation of N(0, C): √C_ii. */
  deviation(i: number): number {
    return Math.sqrt(this.C[i * this.n + i]!);
  }

  /** Renews B and D from C. False, with D partly zero or NaN, if C is no longer positive definite and finite. */
  decompose(): boolean {
    this.decomposedAt = this.updates;
    let definite = this.#eigen.decompose(this.C, this.D, this.B);
    if (!definite) this.D.fill(Number.NaN);
    for (let i = 0; i < this.n; i++) {
      const eigenvalue = this.D[i]!;
      if (!(eigenvalue > 0)) definite = false;
      this.D[i] = Math.sqrt(Math.max(0, eigenvalue));
    }
    return definite;
  }
}
