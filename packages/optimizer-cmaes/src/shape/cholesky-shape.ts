import type { Kernel } from '../kernel/kernel.js';
import type { Population } from '../population.js';
import type { ShapeState } from '../state.js';
import { Covariance } from './covariance.js';
import { Extremes } from './extremes.js';
import { packLower, unpackLower } from './matrix.js';
import type { Adaptation, Shape } from './shape.js';
import { solve } from './triangular.js';

/**
 * The full covariance matrix with its Cholesky factor: A is lower triangular. Points are distributed as with the symmetric root of C, and
 * p_σ is kept in the coordinates of z, whose axes turn no faster than C changes (Krause, Arbonès & Igel, "CMA-ES with Optimal
 * Covariance Update and Storage Complexity", NIPS 2016).
 */
export class CholeskyShape implements Shape {
  readonly #n: number;
  readonly #kernel: Kernel;
  readonly #covariance: Covariance;
  readonly #a: Float64Array;
  readonly #extremes: Extremes;

  constructor(n: number, kernel: Kernel) {
    this.#n = n;
    this.#kernel = kernel;
    this.#covariance = new Covariance(n, kernel);
    this.#a = kernel.doubles(n * n);
    this.#extremes = new Extremes(n);
    for (let i = 0; i < n; i++) this.#a[i * n + i] = 1;
  }

  get longest(): number {
    return this.#extremes.longest;
  }

  get shortest(): number {
    return this.#extremes.shortest;
  }

  transform({ z, y, lambda }: Population, first: number): void {
    this.#kernel.transform(this.#a, z, y, { first, end: lambda });
  }

  whiten(y: Float64Array, z: Float64Array): void {
    solve(this.#a, y, z);
  }

  adapt(adaptation: Adaptation): void {
    this.#covariance.adapt(adaptation);
  }

  refresh(): boolean {
    if (!this.#kernel.factorize(this.#covariance.elements, this.#a)) return false;
    this.#extremes.follow(this.#a);
    return true;
  }

  deviation(i: number): number {
    return this.#covariance.deviation(i);
  }

  axis(k: number, out: Float64Array): number {
    const n = this.#n;
    let squares = 0;
    out.fill(0);
    for (let i = k; i < n; i++) {
      const x = this.#a[k * n + i]!;
      out[i] = x;
      squares += x * x;
    }
    return Math.sqrt(squares);
  }

  snapshot(stale: boolean): ShapeState {
    return {
      model: 'cholesky',
      covariance: this.#covariance.snapshot(),
      ...(stale && { factor: packLower(this.#a, this.#n) }),
      extremes: this.#extremes.snapshot(),
    };
  }

  restore(state: ShapeState): void {
    if (state.model !== 'cholesky') return;
    this.#covariance.restore(state.covariance);
    if (state.factor) unpackLower(state.factor, this.#n, this.#a);
    else this.#kernel.factorize(this.#covariance.elements, this.#a);
    this.#extremes.restore(state.extremes);
  }
}
