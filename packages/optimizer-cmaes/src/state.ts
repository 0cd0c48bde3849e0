import { GlompoError, type Plain, type RandomState } from '@glompo/core/plugin';
import type { StagnationState } from './stagnation.js';

/** What `snapshot()` returns: everything needed to go on bit for bit, O(n²) numbers, however long the run has been. */
export type CmaesState = {
  readonly version: 2;
  readonly populationSize: number;
  readonly generation: number;
  readonly distribution: DistributionState;
  /** The stream as it was before the current generation was drawn, or as it is if that has not happened yet. */
  readonly random: RandomState;
  /** The current generation: drawn again when restored. */
  readonly current: {
    readonly drawn: boolean;
    readonly injected: InjectionsState;
    /** Points handed out so far. */
    readonly asked: number;
    /** Values told so far, in the order of the points; NaN where a later one came first. */
    readonly values: Float64Array;
    /** Whether a value has been told since all points had been handed out. */
    readonly toldSinceAsked: boolean;
  };
  readonly late: LateState;
  readonly waiting: InjectionsState;
  readonly bests: Float64Array;
  readonly stagnation: StagnationState;
  readonly flatGenerations: number;
  readonly failedGenerations: number;
  readonly stop: StopState | null;
};

export type DistributionState = {
  readonly mean: Float64Array;
  readonly sigma: number;
  readonly sigma0: number;
  readonly scale: Float64Array;
  /** The lower triangle, column after column. */
  readonly covariance: Float64Array;
  readonly pathSigma: Float64Array;
  readonly pathC: Float64Array;
  readonly updates: number;
  readonly decomposedAt: number;
  /** B and D, where the last decomposition is older than the covariance; otherwise they follow from it. */
  readonly B?: Float64Array;
  readonly D?: Float64Array;
};

/** Points row after row, and their values. */
export type InjectionsState = { readonly points: Float64Array; readonly values: Float64Array };

/** Points of closed generations: row after row those without a value, and those whose values wait for the next update. */
export type LateState = { readonly outstanding: Float64Array; readonly arrived: InjectionsState };

export type StopState = { readonly by: string; readonly message: string; readonly data: Plain };

interface Fitting {
  readonly n: number;
  readonly lambda: number;
  /** Whether generations may close before all their values are there. */
  readonly early: boolean;
}

/** @throws GlompoError `GLOMPO_STATE` unless the state fits a run of `n` parameters and λ points per generation */
export function checkState(state: CmaesState, { n, lambda, early }: Fitting): CmaesState {
  const fail = (message: string) => new GlompoError('GLOMPO_STATE', `cmaes: the snapshot ${message}`);
  if (typeof state !== 'object' || state === null || state.version !== 2) {
    throw fail('is not one of this version of cmaes: restore it with the version that made it');
  }
  const { distribution, current, populationSize } = state;
  if (populationSize !== lambda) {
    throw fail(
      `has ${populationSize} points per generation, the options ask for ${lambda}: restore it with its own options`,
    );
  }
  const { late } = state;
  const inAskOrder = late.outstanding.length + late.arrived.values.length === 0 && !current.values.some(Number.isNaN);
  if (!early && !inAskOrder) {
    throw fail(
      'has values that came out of order, as with generationFraction below 1: restore it with its own options',
    );
  }
  const { mean, covariance, scale, pathSigma, pathC } = distribution;
  if (mean.length !== n)
    throw fail(`has ${mean.length} parameters, the space ${n}: restore it with the task that it was made with`);
  const complete =
    [scale, pathSigma, pathC].every(v => v.length === n) &&
    covariance.length === (n * (n + 1)) / 2 &&
    (distribution.updates === distribution.decomposedAt ||
      (distribution.B?.length === n * n && distribution.D?.length === n)) &&
    [current.injected, state.waiting, late.arrived].every(
      ({ points, values }) => points.length === n * values.length,
    ) &&
    late.outstanding.length % n === 0 &&
    late.outstanding.length / n <= lambda &&
    late.arrived.values.length <= lambda &&
    current.values.length <= current.asked &&
    current.asked <= lambda - current.injected.values.length;
  if (!complete) throw fail('is damaged: its parts do not fit together');
  return state;
}
