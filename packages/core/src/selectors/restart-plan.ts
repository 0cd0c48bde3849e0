import type { Random } from '../contracts/random.js';
import type { Variation } from '../contracts/variation.js';

export type Regime = 'large' | 'small';

/** What restarts are decided by. The first run counts as a small one. */
export type Restarts = {
  /** Runs that have begun. */
  readonly begun: Readonly<Record<Regime, number>>;
  /** Evaluations of those that have ended. */
  readonly spent: Readonly<Record<Regime, number>>;
  /**
   * The largest population of large runs that have ended, and of the first one that has: so many times that of the first run. Absent: none has ended;
   * or an earlier version wrote it, where each large run that began had twice the population of the one before.
   */
  readonly tried?: number;
  /** The population of the last large run, if it was fitted to what was left: so many times that of the first. */
  readonly fitted?: number;
  /** How long a run took until it converged: the last one with initial deviations as the options say. */
  readonly course?: { readonly population: number; readonly evaluations: number };
};

/** A run that begins. */
export type Restart = { readonly regime: Regime; readonly variation: Variation };

/** Before the first run. */
export const noRestarts: Restarts = { begun: { large: 0, small: 0 }, spent: { large: 0, small: 0 } };

/** So many times the first population at most. */
const largestPopulation = 512;
/**
 * A run with p times the population is taken to need p^0.75 times as many evaluations until it converges: the larger generations are, the fewer. (On BBOB f15 in
 * 10 dimensions 20 times the population took 8 times as many, an exponent of 0.7; between 1 and 16 times on Rastrigin's function it was 0.85.)
 */
const growth = 0.75;
/** Of what is left, so much is planned for. */
const planned = 0.9;

/**
 * How the next run begins, and what is to be remembered.
 *
 * - `ipop`: with twice the population of the largest one that has ended (Auger & Hansen, "A Restart CMA Evolution Strategy With Increasing Population
 *   Size", CEC 2005). Runs beside one that goes on have the same population, since nothing says yet that it is too small.
 * - `bipop`: of two regimes the one that has used fewer evaluations. Large runs have twice the population of the largest one that has ended, which
 *   makes L = 2^k times that of the first one for the k-th of them, one after the other; a small one has L^(U²) times it (L of the last large one
 *   that has ended), deviations of 10^(−2U′) of the initial ones, and half of the evaluations of all large runs that have ended (Hansen,
 *   "Benchmarking a BI-Population CMA-ES on the BBOB-2009 Function Testbed", GECCO 2009; U and U′ uniform in [0, 1]). Where the paper leaves it
 *   open this is as in pycma: the first run counts as a small one, and L is not halved.
 *
 * While none has ended, all are as their options say. From 512 times the population on, it stays.
 *
 * Where it is known how many evaluations are `left`, the last large run is fitted to them: if there will not be enough for another doubling after the next
 * large run (and the small ones beside it), the population is chosen so that the run converges just before the end. (As published, the last one is
 * ended by the budget half-way, or what is left is too little for one.) A large run that could not converge is not begun: there is a small one
 * instead, or, for `ipop`, one that can.
 *
 * @param alive evaluations of runs that have not ended
 * @param left evaluations that this run may use at most, +Infinity if it is not known
 */
export function nextRestart(
  kind: 'ipop' | 'bipop',
  restarts: Restarts,
  { random, alive = noRestarts.spent, left = Number.POSITIVE_INFINITY }: Circumstances,
): Restart & { readonly restarts: Restarts } {
  const { fitted: lastFitted, ...kept } = restarts;
  const { begun, spent } = kept;
  const tried = triedOf(restarts);
  const begin = (regime: Regime, variation: Variation, fitted = regime === 'small' ? lastFitted : undefined) => ({
    regime,
    variation,
    restarts: {
      ...kept,
      ...(tried !== undefined && { tried }),
      ...(fitted !== undefined && { fitted }),
      begun: { ...begun, [regime]: begun[regime] + 1 },
    },
  });
  if (begun.large + begun.small === 0) return begin('small', {});
  const used = { large: spent.large + alive.large, small: spent.small + alive.small };
  const isBehind = used.small < used.large || (used.small === used.large && begun.small < begun.large);
  if (tried === undefined) return begin(isBehind ? 'small' : 'large', {});
  const last = lastFitted ?? tried;
  if (kind === 'bipop' && isBehind) return begin('small', small(last, spent.large, random));
  const population = Math.min(2 * last, largestPopulation);
  const fitting = fittingPopulation(restarts, left);
  if (kind === 'bipop' && fitting < population) return begin('small', small(last, spent.large, random));
  // The next large run, as much again for small ones (bipop), and the one after it.
  const rounds = (kind === 'bipop' ? 2 : 1) + 2 ** growth;
  if (fitting >= population * rounds ** (1 / growth)) return begin('large', { population });
  const fitted = Math.min(Math.max(1, fitting), largestPopulation);
  return begin('large', { population: fitted }, fitted);
}

interface Circumstances {
  readonly random: Random;
  readonly alive?: Readonly<Record<Regime, number>>;
  readonly left?: number;
}

/** A run has ended after so many evaluations. @param converged whether it has ended by itself */
export function afterRun(
  restarts: Restarts,
  { regime, variation }: Restart,
  { evaluations, converged }: { readonly evaluations: number; readonly converged: boolean },
): Restarts {
  const { population = 1, deviation = 1 } = variation;
  const tried = triedOf(restarts);
  return {
    ...restarts,
    spent: { ...restarts.spent, [regime]: restarts.spent[regime] + evaluations },
    tried: regime === 'small' && tried !== undefined ? tried : Math.max(population, tried ?? 1),
    ...(converged && deviation === 1 && evaluations > 0 && { course: { population, evaluations } }),
  };
}

function triedOf({ begun, spent, tried, fitted = 2 ** begun.large }: Restarts): number | undefined {
  if (tried !== undefined) return tried;
  return spent.large + spent.small > 0 ? Math.min(fitted, largestPopulation) : undefined;
}

/** The largest population that converges within what is left; +Infinity if that is not known. */
function fittingPopulation({ course }: Restarts, left: number): number {
  if (course === undefined || left === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  return course.population * ((planned * left) / course.evaluations) ** (1 / growth);
}

/** @param last the population of the last large run @param spent evaluations of large runs */
function small(last: number, spent: number, random: Random): Variation {
  const population = last ** (random.uniform() ** 2);
  const deviation = 10 ** (-2 * random.uniform());
  return { population, deviation, ...(spent > 0 && { evaluations: spent / 2 }) };
}
