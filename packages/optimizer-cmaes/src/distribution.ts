import type { Shape } from './shape/shape.js';

/**
 * The search distribution N(m, σ² A S C S A) and its evolution paths, in the names of Hansen's tutorial. S is a fixed diagonal: the
 * proportions of the initial standard deviations, so that C begins as the identity. All vectors have n entries.
 */
export class Distribution {
  readonly n: number;
  /** m, in the unconstrained coordinates of the boundary. */
  readonly mean: Float64Array;
  sigma: number;
  sigma0: number;
  /** The diagonal of S. */
  readonly scale: Float64Array;
  /** The diagonal of A: factors by which steps are longer than σ S √C says. 1 but for integers: see `Margin`. */
  readonly widths: Float64Array;
  /** C, and how points are drawn from it. */
  readonly shape: Shape;
  readonly pathSigma: Float64Array;
  readonly pathC: Float64Array;
  /** How often the distribution has been updated. */
  updates = 0;
  /** `updates` when the shape was last refreshed. */
  refreshedAt = 0;

  /**
   * @param deviations initial standard deviations, unconstrained coordinates, all above 0
   * @param model C, the identity, and room for p_c where C can use it
   */
  constructor(
    mean: Float64Array,
    deviations: Float64Array,
    { shape, pathC }: { readonly shape: Shape; readonly pathC: Float64Array },
  ) {
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
    this.widths = new Float64Array(n).fill(1);
    this.shape = shape;
    this.pathSigma = new Float64Array(n);
    this.pathC = pathC;
  }

  /** The i-th standard deviation of N(0, C): √C_ii. */
  deviation(i: number): number {
    return this.shape.deviation(i);
  }

  /** Lets points be drawn from C as it is now. False if C is no longer positive definite and finite. */
  refresh(): boolean {
    this.refreshedAt = this.updates;
    return this.shape.refresh();
  }
}
