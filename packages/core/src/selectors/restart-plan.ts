import type { Random } from '../contracts/random.js';
import type { Variation } from '../contracts/variation.js';

export type Regime = 'large' | 'small';

/** What restarts are decided by. The first run counts as a small one. */
export type Restarts = {
  /** Runs that have begun. */
  readonly begun: Readonly<Record<Regime, number>>;
  /** Evaluations of those that have ended. */
  readonly spent: Readonly<Record<Regime, number>>;
};

/** A run that begins. */
export type Restart = { readonly regime: Regime; readonly variation: Variation };

/** Before the first run. */
export const noRestarts: Restarts = { begun: { large: 0, small: 0 }, spent: { large: 0, small: 0 } };

/** Doublings of the population at most: 512 times as many points. */
const mostDoublings = 9;

/**
 * How the next run begins, and what is to be remembered. The first one is as its options say.
 *
 * - `ipop`: with twice the population of the one before (Auger & Hansen, "A Restart CMA Evolution Strategy With Increasing Population Size", CEC
 *   2005).
 * - `bipop`: of two regimes the one that has used fewer evaluations. The k-th large run has L = 2^k times the population of the first;
 *   a small one has L^(U²) times it (L of the last large one), deviations of 10^(−2U′) of the initial ones, and half of the evaluations of
 *   all large runs that have ended (Hansen, "Benchmarking a BI-Population CMA-ES on the BBOB-2009 Function Testbed", GECCO 2009; U and U′
 *   uniform in [0, 1]). Where the paper leaves it open this is as in pycma: the first run counts as a small one, and L is not halved.
 *
 * From 512 times the population on, it stays.
 *
 * @param alive evaluations of runs that have not ended
 */
export function nextRestart(
  kind: 'ipop' | 'bipop',
  restarts: Restarts,
  { random, alive = noRestarts.spent }: { readonly random: Random; readonly alive?: Readonly<Record<Regime, number>> },
): Restart & { readonly restarts: Restarts } {
  const { begun, spent } = restarts;
  const isFirst = begun.large + begun.small === 0;
  const used = { large: spent.large + alive.large, small: spent.small + alive.small };
  const isBehind = used.small < used.large || (used.small === used.large && begun.small < begun.large);
  const regime = isFirst || (kind === 'bipop' && isBehind) ? 'small' : 'large';
  const variation = isFirst
    ? {}
    : regime === 'large'
      ? { population: doubled(begun.large + 1) }
      : small(restarts, random);
  return { regime, variation, restarts: { spent, begun: { ...begun, [regime]: begun[regime] + 1 } } };
}

/** A run of this regime has ended after so many evaluations. */
export function afterRun({ begun, spent }: Restarts, regime: Regime, evaluations: number): Restarts {
  return { begun, spent: { ...spent, [regime]: spent[regime] + evaluations } };
}

function small({ begun, spent }: Restarts, random: Random): Variation {
  const population = doubled(begun.large) ** (random.uniform() ** 2);
  const deviation = 10 ** (-2 * random.uniform());
  return { population, deviation, ...(spent.large > 0 && { evaluations: spent.large / 2 }) };
}

function doubled(times: number): number {
  return 2 ** Math.min(mostDoublings, times);
}
