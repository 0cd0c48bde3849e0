import type { Kernel } from '../kernel/kernel.js';
import type { Population } from '../population.js';
import type { ShapeState } from '../state.js';
import { Covariance } from './covariance.js';
import { SymmetricEigen } from './eigen.js';
import { multiply, multiplyTransposed } from './matrix.js';
import type { Adaptation, Shape } from './shape.js';

/** C before an update of which only a part is taken, and room for two matrices and for the change. */
interface Before {
  readonly c: Float64Array;
  readonly root: Float64Array;
  readonly product: Float64Array;
  readonly change: Float64Array;
}

/**
 * The full covariance matrix with its symmetric root A = B D Bᵀ, as in the tutorial: turned coordinates with turned draws give turned points.
 * An eigendecomposition costs many times what a Cholesky factor does.
 */
export class SymmetricShape implements Shape {
  readonly #n: number;
  readonly #covariance: Covariance;
  /** C = B D² Bᵀ, as of the last decomposition. */
  readonly #b: Float64Array;
  readonly #d: Float64Array;
  readonly #eigen: SymmetricEigen;
  readonly #room: Float64Array;
  readonly #row: Float64Array;
  /** D is not what C gives to the last bit. */
  #scaled = false;
  /** Where only a part of an update is taken. */
  #before: Before | undefined;

  constructor(n: number, kernel: Kernel) {
    this.#n = n;
    this.#covariance = new Covariance(n, kernel);
    this.#b = new Float64Array(n * n);
    this.#d = new Float64Array(n).fill(1);
    this.#eigen = new SymmetricEigen(n);
    this.#room = new Float64Array(n);
    this.#row = new Float64Array(n);
    for (let i = 0; i < n; i++) this.#b[i * n + i] = 1;
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

  adapt(adaptation: Adaptation): void {
    this.#covariance.adapt(adaptation);
  }

  refresh(): boolean {
    this.#scaled = false;
    let definite = this.#eigen.decompose(this.#covariance.elements, this.#d, this.#b);
    if (!definite) this.#d.fill(Number.NaN);
    for (let i = 0; i < this.#n; i++) {
      const eigenvalue = this.#d[i]!;
      if (!(eigenvalue > 0)) definite = false;
      this.#d[i] = Math.sqrt(Math.max(0, eigenvalue));
    }
    return definite;
  }

  /** Remembers C as it is; A must be up to date. */
  keep(): void {
    const n = this.#n;
    const matrix = () => new Float64Array(n ** 2);
    this.#before ??= { c: matrix(), root: matrix(), product: matrix(), change: new Float64Array((n * (n + 1)) / 2) };
    this.#before.c.set(this.#covariance.elements);
  }

  /**
   * A⁻¹ (ratio C − C₀) A⁻¹/√2 with the C₀ = A A that was kept: the lower triangle, column after column, with the elements beside the diagonal times √2,
   * so that its length is that of the whole matrix. Overwritten by the next one.
   */
  localChange(ratio: number): Float64Array {
    const n = this.#n;
    const { root, product, change } = this.#kept;
    const c = this.#covariance.elements;
    for (let j = 0; j < n; j++) for (let i = j + 1; i < n; i++) c[i * n + j] = c[j * n + i]!;
    // The inverse root, column by column; then C times it; then it times that.
    for (let j = 0; j < n; j++) {
      this.#row.fill(0);
      this.#row[j] = 1;
      this.whiten(this.#row, root.subarray(j * n, (j + 1) * n));
    }
    for (let j = 0; j < n; j++) multiply(c, root.subarray(j * n, (j + 1) * n), product, j * n);
    for (let j = 0, to = 0; j < n; j++) {
      multiply(root, product.subarray(j * n, (j + 1) * n), this.#room, 0);
      change[to++] = (ratio * this.#room[j]! - 1) * Math.SQRT1_2;
      for (let i = j + 1; i < n; i++) change[to++] = ratio * this.#room[i]!;
    }
    return change;
  }

  /** C ← C₀ + rate (ratio C − C₀) with the C₀ that was kept. A is older than C then. */
  goOnly(rate: number, ratio: number): void {
    const { c: before } = this.#kept;
    const c = this.#covariance.elements;
    for (let i = 0; i < c.length; i++) c[i] = before[i]! + rate * (ratio * c[i]! - before[i]!);
  }

  /** Divides C by det(C)^(1/n); A must be up to date, and stays it. @returns ln det(C) before */
  normalize(): number {
    const n = this.#n;
    let logs = 0;
    for (let i = 0; i < n; i++) logs += 2 * Math.log(this.#d[i]!);
    const factor = Math.exp(-logs / n);
    const c = this.#covariance.elements;
    for (let i = 0; i < c.length; i++) c[i] = c[i]! * factor;
    for (let i = 0; i < n; i++) this.#d[i] = this.#d[i]! * Math.sqrt(factor);
    this.#scaled = true;
    return logs;
  }

  get #kept() {
    if (this.#before === undefined) throw new Error('cmaes: this is a bug in glompo: no covariance was kept');
    return this.#before;
  }

  deviation(i: number): number {
    return this.#covariance.deviation(i);
  }

  axis(k: number, out: Float64Array): number {
    const n = this.#n;
    const length = this.#d[k]!;
    for (let i = 0; i < n; i++) out[i] = length * this.#b[k * n + i]!;
    return length;
  }

  snapshot(stale: boolean): ShapeState {
    const covariance = this.#covariance.snapshot();
    return stale || this.#scaled
      ? { model: 'symmetric', covariance, axes: this.#b.slice(), deviations: this.#d.slice() }
      : { model: 'symmetric', covariance };
  }

  restore(state: ShapeState): void {
    if (state.model !== 'symmetric') return;
    this.#covariance.restore(state.covariance);
    if (state.axes && state.deviations) {
      this.#b.set(state.axes);
      this.#d.set(state.deviations);
      this.#scaled = true;
    } else {
      this.refresh();
    }
  }
}
