import type { Population } from '../population.js';
import type { ShapeState } from '../state.js';
import type { StrategyParameters } from '../strategy-parameters.js';

/** What a generation says about the shape. */
export interface Adaptation {
  readonly population: Population;
  readonly strategy: StrategyParameters;
  /** h_σ: whether the path of C takes part. */
  readonly hSigma: 0 | 1;
  readonly pathC: Float64Array;
  /** ⟨z⟩_w, the mean step in the coordinates in which points are drawn. */
  readonly stepZ: Float64Array;
}

/** The shape of the search distribution: C = A Aᵀ, in one of several models. Vectors have n numbers. */
export interface Shape {
  /** y_k ← A z_k for the candidates from `first` to λ. */
  transform(population: Population, first: number): void;
  /** z ← A⁻¹ y */
  whiten(y: Float64Array, z: Float64Array): void;
  /** Learns from a ranked generation: equation 47 of Hansen's tutorial, or what stands for it. */
  adapt(adaptation: Adaptation): void;
  /** Brings A up to date with C. False if C is no longer positive definite and finite. */
  refresh(): boolean;
  /** √C_ii. */
  deviation(i: number): number;
  /** Standard deviations along the longest and the shortest axis, as far as they are known. */
  readonly longest: number;
  readonly shortest: number;
  /** An axis of the distribution, as long as the standard deviation along it: number `k` of n. @returns that length */
  axis(k: number, out: Float64Array): number;
  /** @param stale A is older than C */
  snapshot(stale: boolean): ShapeState;
  restore(state: ShapeState): void;
}
