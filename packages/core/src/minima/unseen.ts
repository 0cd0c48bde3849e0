/** Of fewer runs nothing is concluded. */
export const fewestRuns = 10;

/** What the runs say about minima that none of them has reached. */
export interface UnseenMinima {
  /**
   * The probability that the next run reaches one that none has reached yet, from 0 to 1: the share of runs whose minimum was reached once, Good and Turing's estimate (I.
   * J. Good, "The population frequencies of species and the estimation of population parameters", Biometrika 40, 1953, eq. 9). Its
   * standard error is at most 1/√N for N runs (H. E. Robbins, Annals of Mathematical Statistics 39, 1968).
   */
  readonly nextIsNew: number;
  /**
   * The expected number of minima in all, those seen included: W (N − 1) / (N − W − 2) for W distinct ones in N runs (C. G. E. Boender & A. H. G. Rinnooy
   * Kan, "Bayesian stopping rules for multistart global optimization methods", Mathematical Programming 37, 1987), if all numbers of minima and
   * all sizes of their basins are equally likely beforehand. Absent where that is not defined: N < W + 3.
   */
  readonly expected?: number;
}

/**
 * Both estimates take runs for independent samples, each of which reaches a minimum with the same chance. Start rules that follow what was found, and runs that share points, break
 * that: where new runs avoid what is known, new minima are likelier than it says.
 *
 * @param reached how often each distinct minimum was
 * @returns undefined for fewer than 10 runs: too few to tell
 */
export function estimateUnseen(reached: readonly number[]): UnseenMinima | undefined {
  const distinct = reached.length;
  const runs = reached.reduce((sum, times) => sum + times, 0);
  if (runs < fewestRuns) return undefined;
  const once = reached.filter(times => times === 1).length;
  const rest = runs - distinct - 2;
  return { nextIsNew: once / runs, ...(rest > 0 && { expected: (distinct * (runs - 1)) / rest }) };
}
