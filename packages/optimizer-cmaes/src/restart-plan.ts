import type { Random } from '@glompo/core/plugin';

/** How one of the runs of a restarting CMA-ES begins. */
export type PlannedRun = {
  /** Points per generation. */
  readonly lambda: number;
  /** The initial deviations, as a factor of those that were asked for. */
  readonly sigmaFactor: number;
  /** It ends after so many generations at the latest. */
  readonly maxGenerations: number | undefined;
  readonly regime: 'first' | 'large' | 'small';
};

/** What restarts are decided by. */
export type RestartsState = {
  /** Runs that have ended. */
  readonly ended: number;
  /** Of these, large ones. */
  readonly doublings: number;
  /** Points per generation of the last large run, and its evaluations. */
  readonly largeLambda: number;
  readonly lastLarge: number;
  /** Evaluations of all large, and of all small runs. */
  readonly large: number;
  readonly small: number;
};

/** Before the first run, of `lambda` points per generation. */
export const noRestarts = (lambda: number): RestartsState => ({
  ended: 0,
  doublings: 0,
  largeLambda: lambda,
  lastLarge: 0,
  large: 0,
  small: 0,
});

/** A run has ended after so many evaluations. */
export function afterRun(state: RestartsState, { regime, lambda }: PlannedRun, evaluations: number): RestartsState {
  const ended = state.ended + 1;
  // The first run counts for neither, so that the first restart is a large one.
  if (regime === 'small') return { ...state, ended, small: state.small + evaluations };
  const isLarge = regime === 'large';
  return {
    ...state,
    ended,
    doublings: state.doublings + (isLarge ? 1 : 0),
    largeLambda: lambda,
    lastLarge: evaluations,
    large: state.large + (isLarge ? evaluations : 0),
  };
}

/**
 * How the next run begins. `ipop`: with twice the population of the one before (Auger & Hansen, "A Restart CMA Evolution Strategy With
 * Increasing Population Size", CEC 2005). `bipop`: of two regimes the one that has used fewer evaluations: large, as with ipop; or small, with
 * λ_def (½ λ_large/λ_def)^(U²) points, deviations of 10^(−2U) of the initial ones, and half the evaluations of the last large run
 * (Hansen, "Benchmarking a BI-Population CMA-ES on the BBOB-2009 Function Testbed", GECCO 2009; U uniform in [0, 1]).
 */
export function nextRun(
  kind: 'ipop' | 'bipop',
  state: RestartsState,
  { lambda: first, random }: { readonly lambda: number; readonly random: Random },
): PlannedRun {
  if (kind === 'bipop' && state.large > state.small) {
    const lambda = Math.max(2, Math.floor(first * (state.largeLambda / (2 * first)) ** (random.uniform() ** 2)));
    const maxGenerations = Math.max(1, Math.floor(state.lastLarge / 2 / lambda));
    return { lambda, sigmaFactor: 10 ** (-2 * random.uniform()), maxGenerations, regime: 'small' };
  }
  return { lambda: 2 * state.largeLambda, sigmaFactor: 1, maxGenerations: undefined, regime: 'large' };
}
