import type { Distribution } from './distribution.js';
import type { Population } from './population.js';
import type { StrategyParameters } from './strategy-parameters.js';

/** ln σ rises by at most this in one generation: Δσ^max of Hansen 2011 (arXiv 1110.4181), needed once points are injected. */
const maxLogSigmaStep = 1;

/** Room for an update, so that it allocates nothing. */
export interface UpdateScratch {
  /** Two vectors of n numbers. */
  readonly vectors: readonly [Float64Array, Float64Array];
}

/**
 * Moves the distribution by a ranked population, with the strategy parameters for as many candidates as it has:
 * equations 41 to 47 of Hansen's tutorial (figure 6). As every y is A z, A⁻¹ y is z.
 */
export function update(
  distribution: Distribution,
  population: Population,
  { strategy, scratch }: { readonly strategy: StrategyParameters; readonly scratch: UpdateScratch },
): void {
  const { n, mean, scale, pathSigma, pathC } = distribution;
  const { muEff, cSigma, dSigma, cc, chiN } = strategy;
  const [stepY, stepZ] = scratch.vectors;

  recombine(population, population.y, strategy, stepY); // equation 41
  const { sigma } = distribution;
  for (let i = 0; i < n; i++) mean[i] = mean[i]! + sigma * (scale[i]! * stepY[i]!); // equation 42 with c_m = 1 (54)

  recombine(population, population.z, strategy, stepZ);
  const gainSigma = Math.sqrt(cSigma * (2 - cSigma) * muEff);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const p = (1 - cSigma) * pathSigma[i]! + gainSigma * stepZ[i]!; // equation 43
    pathSigma[i] = p;
    squares += p * p;
  }
  const length = Math.sqrt(squares);
  distribution.updates++;
  distribution.sigma = sigma * Math.exp(Math.min(maxLogSigmaStep, (cSigma / dSigma) * (length / chiN - 1))); // equation 44

  // h_σ holds the path of C back while σ grows fast; the root corrects for the path's start at zero.
  const settled = Math.sqrt(1 - (1 - cSigma) ** (2 * distribution.updates));
  const hSigma = length / settled < (1.4 + 2 / (n + 1)) * chiN ? 1 : 0;
  const gainC = hSigma * Math.sqrt(cc * (2 - cc) * muEff);
  for (let i = 0; i < n; i++) pathC[i] = (1 - cc) * pathC[i]! + gainC * stepY[i]!; // equation 45

  distribution.shape.adapt({ population, strategy, hSigma, pathC, stepZ });
}

/** ⟨rows⟩_w: the weighted mean of the μ best rows. */
function recombine(
  { order, n }: Population,
  rows: Float64Array,
  { mu, weights }: StrategyParameters,
  out: Float64Array,
): void {
  out.fill(0);
  for (let rank = 0; rank < mu; rank++) {
    const w = weights[rank]!;
    const row = order[rank]! * n;
    for (let i = 0; i < n; i++) out[i] = out[i]! + w * rows[row + i]!;
  }
}
