import type { Population } from '../population.js';
import type { StrategyParameters } from '../strategy-parameters.js';

/** The weight c_μ w° of each rank (equation 47), written to `population.weights`. @returns how many ranks have one */
export function rankWeights(
  { order, squaredLengths, weights: scaled, n }: Population,
  { lambda, weights, cMu }: StrategyParameters,
): number {
  let used = 0;
  for (let rank = 0; rank < lambda; rank++) {
    const w = weights[rank]!;
    if (w !== 0) used = rank + 1;
    if (w >= 0) scaled[rank] = cMu * w;
    else {
      // Equation 46: a step that is subtracted is first brought to the length √n, else C may lose positive definiteness.
      const squares = squaredLengths[order[rank]!]!;
      scaled[rank] = squares > 0 ? (cMu * w * n) / squares : 0;
    }
  }
  return used;
}

/** What is left of C: 1 + c₁ δ(h_σ) − c₁ − c_μ Σ w_j (equation 47). */
export function decayOf({ c1, cMu, cc, weightsSum }: StrategyParameters, hSigma: 0 | 1): number {
  return 1 + c1 * (1 - hSigma) * cc * (2 - cc) - c1 - cMu * weightsSum;
}
