import type { Kernel } from '../kernel/kernel.js';
import type { Population } from '../population.js';
import type { ShapeState } from '../state.js';
import { SymmetricEigen } from './eigen.js';
import { multiply, multiplyTransposed, packLower, unpackLower } from './matrix.js';
import type { Adaptation, Shape } from './shape.js';
import { decayOf, rankWeights } from './weights.js';

/**
 * The full covariance matrix with its symmetric root A = B D Bᵀ, as in the tutorial: turned coordinates with turned draws give turned points.
 * An eigendecomposition costs many times what a Cholesky factor does.
 */
export class SymmetricShape implements Shape {
  readonly #n: number;
  readonly #kernel: Kernel;
  /** C; only its lower triangle is kept up to date. */
  readonly #c: Float64Array;
  /** C = B D² Bᵀ, as of the last decomposition. */
  readonly #b: Float64Array;
  readonly #d: Float64Array;
  readonly #eigen: SymmetricEigen;
  readonly #room: Float64Array;
  readonly #row: Float64Array;

  constructor(n: number, kernel: Kernel) {
    this.#n = n;
    this.#kernel = kernel;
    this.#c = kernel.doubles(n * n);
    this.#b = new Float64Array(n * n);
    this.#d = new Float64Array(n).fill(1);
    this.#eigen = new SymmetricEigen(n);
    this.#room = new Float64Array(n);
    this.#row = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      this.#c[i * n + i] = 1;
      this.#b[i * n + i] = 1;
    }
  }

  get longest(): number {
    return this.#d.reduce((a, b) => Math.max(a, b));
  }

  get shortest(): number {
    return this.#d.reduce((a, b) => Math.min(a, b));
  }

  transform({ z, y, lambda }: Population, first: number): void {
    const n = this.#n;
    for (let k = first; k < lambda; k++) {
      this.#row.set(z.subarray(k * n, (k + 1) * n));
      multiplyTransposed(this.#b, this.#row, this.#room);
      for (let i = 0; i < n; i++) this.#room[i] = this.#room[i]! * this.#d[i]!;
      multiply(this.#b, this.#room, y, k * n);
    }
  }

  whiten(y: Float64Array, z: Float64Array): void {
    multiplyTransposed(this.#b, y, this.#room);
    for (let i = 0; i < this.#n; i++) this.#room[i] = this.#room[i]! / this.#d[i]!;
    multiply(this.#b, this.#room, z, 0);
  }

  adapt({ population, strategy, hSigma, pathC }: Adaptation): void {
    const { y: rows, order, weights } = population;
    const count = rankWeights(population, strategy);
    const decay = { decay: decayOf(strategy, hSigma), factor: strategy.c1, path: pathC };
    this.#kernel.update(this.#c, decay, { rows, order, weights, count });
  }

  refresh(): boolean {
    let definite = this.#eigen.decompose(this.#c, this.#d, this.#b);
    if (!definite) this.#d.fill(Number.NaN);
    for (let i = 0; i < this.#n; i++) {
      const eigenvalue = this.#d[i]!;
      if (!(eigenvalue > 0)) definite = false;
      this.#d[i] = Math.sqrt(Math.max(0, eigenvalue));
    }
    return definite;
  }

  deviation(i: number): number {
    return Math.sqrt(this.#c[i * this.#n + i]!);
  }

  axis(k: number, out: Float64Array): number {
    const n = this.#n;
    const length = this.#d[k]!;
    for (let i = 0; i < n; i++) out[i] = length * this.#b[k * n + i]!;
    return length;
  }

  snapshot(stale: boolean): ShapeState {
    const covariance = packLower(this.#c, this.#n);
    return stale
      ? { model: 'symmetric', covariance, axes: this.#b.slice(), deviations: this.#d.slice() }
      : { model: 'symmetric', covariance };
  }

  restore(state: ShapeState): void {
    if (state.model !== 'symmetric') return;
    unpackLower(state.covariance, this.#n, this.#c);
    if (state.axes && state.deviations) {
      this.#b.set(state.axes);
      this.#d.set(state.deviations);
    } else {
      this.refresh();
    }
  }
}
