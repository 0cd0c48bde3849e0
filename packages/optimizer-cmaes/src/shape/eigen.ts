import { applyRotations } from './rotations.js';
import { accumulateReflectors, negligible, tridiagonalize } from './tridiagonal.js';

/** Work space for matrices of one size, so that decomposing allocates nothing. */
export class SymmetricEigen {
  readonly #n: number;
  readonly #a: Float64Array;
  readonly #e: Float64Array;
  readonly #tau: Float64Array;
  readonly #work: Float64Array;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;

  constructor(n: number) {
    this.#n = n;
    this.#a = new Float64Array(n * n);
    this.#e = new Float64Array(n);
    this.#tau = new Float64Array(n);
    this.#work = new Float64Array(2 * n);
    this.#cosines = new Float64Array(n);
    this.#sines = new Float64Array(n);
  }

  /**
   * A = Q diag(d) Qᵀ by Householder tridiagonalisation and the implicit QL iteration (Golub & Van Loan, Matrix Computations,
   * 4th ed., §8.3). Deterministic: only + − × ÷ and square roots, in a fixed order.
   *
   * @param a n × n, column-major; only the lower triangle is read
   * @param d receives the eigenvalues, in no particular order
   * @param q n × n, column-major: receives the eigenvectors, column i to d[i]
   * @returns false if the matrix is not finite or the iteration does not converge; d and q are then undefined
   */
  decompose(a: Float64Array, d: Float64Array, q: Float64Array): boolean {
    const n = this.#n;
    const scale = powerOfTwoNear(largest(a, n));
    if (scale === undefined) return false;
    const work = this.#a;
    for (let i = 0; i < work.length; i++) work[i] = a[i]! / scale;
    tridiagonalize({ n, a: work, d, e: this.#e, tau: this.#tau, work: this.#work });
    accumulateReflectors({ n, a: work, tau: this.#tau, q });
    if (!this.#iterate(d, q)) return false;
    for (let i = 0; i < n; i++) d[i] = d[i]! * scale;
    return true;
  }

  /** Implicit QL with Wilkinson's shift on the tridiagonal (d, e); every rotation is applied to the columns of q as well. */
  #iterate(d: Float64Array, q: Float64Array): boolean {
    const n = this.#n;
    const e = this.#e;
    // 1.7 sweeps per eigenvalue are usual, 30 are LAPACK's limit.
    let sweepsLeft = 30 * n;
    for (let l = 0; l < n; l++) {
      for (let m = this.#blockEnd(l, d); m > l; m = this.#blockEnd(l, d)) {
        if (sweepsLeft-- === 0) return false;
        const first = this.#sweep(l, m, d);
        applyRotations({ n, q, cosines: this.#cosines, sines: this.#sines }, first, m);
      }
      if (e[l] !== e[l]) return false;
    }
    return true;
  }

  /** The last index of the unreduced block that begins at l. */
  #blockEnd(l: number, d: Float64Array): number {
    const e = this.#e;
    let m = l;
    while (m < this.#n - 1) {
      const limit = Math.max(negligible, Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!)));
      if (!(Math.abs(e[m]!) > limit)) break;
      m++;
    }
    return m;
  }

  /**
   * One sweep from the bottom of block l … m to its top: chases the bulge that the shifted first rotation makes. Returns the
   * lowest index of a rotation; it stops early where an off-diagonal element vanishes on the way.
   */
  #sweep(l: number, m: number, d: Float64Array): number {
    const e = this.#e;
    const cosines = this.#cosines;
    const sines = this.#sines;
    // Wilkinson's shift: the eigenvalue of the leading 2 × 2 block nearer to d[l].
    const half = (d[l + 1]! - d[l]!) / (2 * e[l]!);
    const root = Math.sqrt(half * half + 1);
    const shift = d[l]! - e[l]! / (half + (half < 0 ? -root : root));
    let bulge = d[m]! - shift;
    let c = 1;
    let s = 1;
    let carried = 0;
    for (let i = m - 1; i >= l; i--) {
      const f = s * e[i]!;
      const b = c * e[i]!;
      const r = Math.sqrt(f * f + bulge * bulge);
      e[i + 1] = r;
      if (r < negligible) {
        d[i + 1] = d[i + 1]! - carried;
        e[m] = 0;
        return i + 1;
      }
      s = f / r;
      c = bulge / r;
      const diagonal = d[i + 1]! - carried;
      const t = (d[i]! - diagonal) * s + 2 * c * b;
      carried = s * t;
      d[i + 1] = diagonal + carried;
      bulge = c * t - b;
      cosines[i] = c;
      sines[i] = s;
    }
    d[l] = d[l]! - carried;
    e[l] = bulge;
    e[m] = 0;
    return l;
  }
}

/** The largest magnitude in the lower triangle, NaN if there is a NaN. */
function largest(a: Float64Array, n: number): number {
  let max = 0;
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      const size = Math.abs(a[j * n + i]!);
      if (!(size <= max)) max = size;
      if (max !== max) return max;
    }
  }
  return max;
}

/** A power of two near the size: dividing by it is exact, and squares can then neither overflow nor matter where they underflow. */
function powerOfTwoNear(size: number): number | undefined {
  if (!Number.isFinite(size)) return undefined;
  return size === 0 ? 1 : 2 ** Math.max(-1000, Math.floor(Math.log2(size)));
}
