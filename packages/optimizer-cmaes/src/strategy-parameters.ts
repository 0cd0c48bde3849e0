import type { CmaesOptions } from './options.js';

/** The constants of one run, in the names and with the equation numbers of Hansen's tutorial (arXiv 1604.00772v2, Table 1). */
export interface StrategyParameters {
  /** Dimensions. */
  readonly n: number;
  /** Points per generation, λ. */
  readonly lambda: number;
  /** Points that move the mean, μ. */
  readonly mu: number;
  /** w_1 … w_λ: positive and summing to one for the better half, zero or negative for the rest. */
  readonly weights: Float64Array;
  /** Σ w_j over all λ. */
  readonly weightsSum: number;
  /** Variance effective selection mass of the positive weights. */
  readonly muEff: number;
  readonly cSigma: number;
  readonly dSigma: number;
  readonly cc: number;
  readonly c1: number;
  readonly cMu: number;
  /** E‖N(0, I)‖. */
  readonly chiN: number;
  /** Generations between two decompositions of C (tutorial, appendix B.2). */
  readonly lazyGap: number;
}

/** Default population size, equation 48. */
export function defaultPopulationSize(n: number): number {
  return 4 + Math.floor(3 * Math.log(n));
}

/** @param model `active`: the worse half gets negative weights; without, they are zero. `covariance`: of which kind C is */
export function strategyParameters(
  n: number,
  lambda: number,
  { active, covariance = 'full' }: { readonly active: boolean; readonly covariance?: CmaesOptions['covariance'] },
): StrategyParameters {
  const mu = Math.floor(lambda / 2);
  // Equation 49.
  const raw = Float64Array.from({ length: lambda }, (_, i) => Math.log((lambda + 1) / 2) - Math.log(i + 1));
  const better = sums(raw.subarray(0, mu));
  const worse = sums(raw.subarray(mu));
  const muEff = better.sum ** 2 / better.squares;
  const muEffMinus = worse.sum ** 2 / worse.squares;

  const alphaCov = 2;
  // Variances alone are learned from fewer points (Ros & Hansen 2008).
  const faster = covariance === 'separable' ? (n + 2) / 3 : 1;
  const c1 = Math.min(1, (faster * alphaCov) / ((n + 1.3) ** 2 + muEff)); // equation 57
  const cMu = Math.min(
    1 - c1,
    (faster * alphaCov * (1 / 4 + muEff + 1 / muEff - 2)) / ((n + 2) ** 2 + (alphaCov * muEff) / 2), // equation 58
  );
  const alphaMuMinus = 1 + c1 / cMu; // equation 50
  const alphaMuEffMinus = 1 + (2 * muEffMinus) / (muEff + 2); // equation 51
  const alphaPosDefMinus = (1 - c1 - cMu) / (n * cMu); // equation 52
  const negativeMass = active ? Math.max(0, Math.min(alphaMuMinus, alphaMuEffMinus, alphaPosDefMinus)) : 0;
  // Equation 53.
  const weights = raw.map(w => (w >= 0 ? w / better.sum : (negativeMass * w) / -worse.sum));

  // With the 3 of Hansen 2006 (The CMA evolution strategy: a comparing review, table 1), as pycma has it. With the 5 of equation 55 it took 1 to 2 % more
  // evaluations on the sphere and on Rosenbrock's function (n = 10 and 20, 300 to 1000 seeds each).
  const byTutorial = (muEff + 2) / (n + muEff + 3);
  // With a few directions much is left to the step size, and in many dimensions it must learn faster: at 2λ/n, undamped (Loshchilov, Glasmachers & Beyer 2019,
  // algorithm 1; there for large n, so that it has no bound). On the sphere that takes 0.75 (n = 5) to 0.3 (n = 1000) of the evaluations.
  const cSigma = covariance === 'limited' ? Math.max(byTutorial, Math.min(0.5, (2 * lambda) / n)) : byTutorial;
  const damping = covariance === 'limited' ? 0 : cSigma;
  const dSigma = 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + damping; // equation 55
  const cc = (4 + muEff / n) / (n + 4 + (2 * muEff) / n); // equation 56
  return {
    n,
    lambda,
    mu,
    weights,
    weightsSum: sums(weights).sum,
    muEff,
    cSigma,
    dSigma,
    cc,
    c1,
    cMu,
    chiN: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
    lazyGap: covariance === 'full' ? Math.max(1, Math.floor(1 / (10 * n * (c1 + cMu)))) : 1,
  };
}

function sums(values: Float64Array): { sum: number; squares: number } {
  let sum = 0;
  let squares = 0;
  for (const v of values) {
    sum += v;
    squares += v * v;
  }
  return { sum, squares };
}
