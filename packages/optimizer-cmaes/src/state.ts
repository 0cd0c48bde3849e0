import type { InjectionMode, Plain, RandomState, Restart, Restarts } from '@glompo/core/plugin';
import type { StagnationState } from './stagnation.js';

/** What `snapshot()` returns: everything needed to go on bit for bit, O(n²) numbers, however long the run has been. */
export type CmaesState = {
  readonly version: 4;
  readonly populationSize: number;
  /** What it was computed by; every kernel gives the same bits. */
  readonly kernel: string;
  readonly generation: number;
  readonly distribution: DistributionState;
  /** The stream as it was before the current generation was drawn, or as it is if that has not happened yet. */
  readonly random: RandomState;
  /** The current generation: drawn again when restored. */
  readonly current: {
    readonly drawn: boolean;
    readonly injected: InjectionsState;
    /** Points of which the directions are tried. */
    readonly nudging: InjectionsState;
    /** Points handed out so far. */
    readonly asked: number;
    /** Values told so far, in the order of the points; NaN where a later one came first. */
    readonly values: Float64Array;
    /** Whether a value has been told since all points had been handed out. */
    readonly toldSinceAsked: boolean;
  };
  readonly late: LateState;
  readonly waiting: InjectionsState;
  /** The best point so far, where it is a candidate of every generation. */
  readonly best: InjectionsState;
  readonly bests: Float64Array;
  readonly stagnation: StagnationState;
  /** Where a penalty keeps the points inside the bounds. */
  readonly penalty: PenaltyState | null;
  /** Where they are adapted. */
  readonly learningRates: LearningRatesState | null;
  readonly flatGenerations: number;
  readonly failedGenerations: number;
  readonly stop: StopState | null;
};

/** What `snapshot()` returns where restarts were asked for. */
export type RestartingState = {
  readonly version: 4;
  /** The run that is under way. */
  readonly plan: Restart;
  readonly run: CmaesState;
  /** Values that it was told. */
  readonly told: number;
  /** Of all runs. */
  readonly history: Restarts;
  readonly stop: StopState | null;
};

export type DistributionState = {
  readonly mean: Float64Array;
  readonly sigma: number;
  readonly sigma0: number;
  readonly scale: Float64Array;
  readonly widths: Float64Array;
  readonly shape: ShapeState;
  readonly pathSigma: Float64Array;
  readonly pathC: Float64Array;
  readonly updates: number;
  readonly refreshedAt: number;
};

/** C, and A where it does not follow from C since it is older. Triangles are given column after column. */
export type ShapeState =
  | {
      readonly model: 'cholesky';
      readonly covariance: Float64Array;
      readonly factor?: Float64Array;
      readonly extremes: ExtremesState;
    }
  | {
      readonly model: 'symmetric';
      readonly covariance: Float64Array;
      /** B and D. */
      readonly axes?: Float64Array;
      readonly deviations?: Float64Array;
    }
  | { readonly model: 'separable'; readonly variances: Float64Array; readonly deviations: Float64Array }
  | { readonly model: 'limited'; readonly directions: Float64Array; readonly used: number };

/** Estimates of the longest and the shortest axis. */
export type ExtremesState = {
  readonly calls: number;
  readonly longest: number;
  readonly shortest: number;
  readonly long: Float64Array;
  readonly short: Float64Array;
};

/** Points row after row, and their values. */
export type InjectionsState = {
  readonly points: Float64Array;
  readonly values: Float64Array;
  /** How each of them shall take part; null: as the options say. Absent: all as they say. */
  readonly how?: readonly (InjectionMode | null)[];
};

/** Points of closed generations: row after row those without a value, and those whose values wait for the next update. */
export type LateState = { readonly outstanding: Float64Array; readonly arrived: InjectionsState };

/** What a snapshot keeps of the penalty. */
export type PenaltyState = {
  /** γ; all 0 before the mean was outside for the first time. */
  readonly weights: Float64Array;
  /** Interquartile ranges of the last generations, oldest first. */
  readonly spreads: Float64Array;
};

/** What a snapshot keeps of the adaptation of learning rates. */
export type LearningRatesState = {
  readonly mean: TrackState;
  readonly covariance: TrackState;
  /** Generations so far, each as much as η of the mean was then. */
  readonly generations: number;
};

export type TrackState = {
  /** η */
  readonly rate: number;
  /** ε: the mean of the updates. */
  readonly drift: Float64Array;
  /** V: the mean of their squared lengths. */
  readonly squares: number;
};

export type StopState = {
  readonly by: string;
  readonly message: string;
  readonly data: Plain;
  readonly because?: readonly StopState[];
  readonly unfinished?: true;
};
