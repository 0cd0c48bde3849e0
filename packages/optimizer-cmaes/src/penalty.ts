import type { Space } from '@glompo/core/plugin';
import { unconstrainedBounds } from './boundary.js';
import type { Distribution } from './distribution.js';
import type { Population } from './population.js';
import { candidate } from './sampling.js';
import type { PenaltyState } from './state.js';

/**
 * The adaptive quadratic penalty for candidates outside the bounds: to the value at the nearest point inside comes
 * 1/n Σ γ_i (x_i^feas − x_i)²/ξ_i, with ξ_i = exp(0.9 (ln C_ii − 1/n Σ ln C_jj)). The weights γ_i are 0 until the mean is outside for the first
 * time, then 2 δ_fit/(σ² 1/n Σ C_jj), δ_fit the median interquartile range of the values of the last 20 + 3n/λ generations; and γ_i grows by
 * 1.1^max(1, μ_eff/10n) in each generation in which m_i is outside by more than 3 σ √C_ii max(1, √n/μ_eff) (Hansen, Niederberger, Guzzella
 * & Koumoutsakos, "A Method for Handling Uncertainty in Evolutionary Optimization With an Application to Feedback Control of Combustion", IEEE
 * Transactions on Evolutionary Computation 13, 2009, boundary handling).
 */
export class Penalty {
  readonly #n: number;
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #weights: Float64Array;
  readonly #mostSpreads: number;
  readonly #room: Float64Array;
  readonly #xi: Float64Array;
  #spreads: number[] = [];

  constructor(space: Space, lambda: number) {
    const n = space.dimensions;
    const { low, high } = unconstrainedBounds(space);
    this.#n = n;
    this.#low = low;
    this.#high = high;
    this.#weights = new Float64Array(n);
    this.#mostSpreads = 20 + Math.ceil((3 * n) / lambda);
    this.#room = new Float64Array(lambda);
    this.#xi = new Float64Array(n);
  }

  /**
   * Adds to the values of the candidates that were sampled, once all are there that will come.
   *
   * @param u room for n numbers
   */
  apply(population: Population, distribution: Distribution, { muEff, u }: { muEff: number; u: Float64Array }): void {
    const { n, mean } = distribution;
    this.#observe(population);
    this.#adapt(distribution, muEff);
    if (this.#weights.every(weight => weight === 0)) return;
    let logs = 0;
    for (let i = 0; i < n; i++) {
      this.#xi[i] = 2 * Math.log(deviation(distribution, i));
      logs += this.#xi[i]!;
    }
    for (let i = 0; i < n; i++) this.#xi[i] = Math.exp(0.9 * (this.#xi[i]! - logs / n));
    const { values, injected, lambda } = population;
    for (let k = injected; k < lambda; k++) {
      if (!Number.isFinite(values[k]!)) continue;
      candidate(population, k, distribution, u);
      let sum = 0;
      for (let i = 0; i < mean.length; i++) sum += (this.#weights[i]! * this.#outside(u[i]!, i) ** 2) / this.#xi[i]!;
      values[k] = values[k]! + sum / n;
    }
  }

  snapshot(): PenaltyState {
    return { weights: this.#weights.slice(), spreads: Float64Array.from(this.#spreads) };
  }

  restore({ weights, spreads }: PenaltyState): void {
    this.#weights.set(weights);
    this.#spreads = [...spreads];
  }

  /** How far a coordinate lies outside. */
  #outside(u: number, i: number): number {
    return Math.max(0, this.#low[i]! - u, u - this.#high[i]!);
  }

  /** Keeps the interquartile range of a generation's values, if it says something. */
  #observe({ values, injected, lambda }: Population): void {
    let count = 0;
    for (let k = injected; k < lambda; k++) if (Number.isFinite(values[k]!)) this.#room[count++] = values[k]!;
    const sorted = this.#room.subarray(0, count).sort();
    const spread = sorted[Math.floor((3 * count) / 4)]! - sorted[Math.floor(count / 4)]!;
    if (count < 2 || !(spread > 0 && spread < Number.POSITIVE_INFINITY)) return;
    this.#spreads.push(spread);
    if (this.#spreads.length > this.#mostSpreads) this.#spreads.shift();
  }

  #adapt(distribution: Distribution, muEff: number): void {
    const { n, mean, sigma } = distribution;
    const isOutside = mean.some((m, i) => this.#outside(m, i) > 0);
    if (!isOutside || this.#spreads.length === 0) return;
    if (this.#weights.every(weight => weight === 0)) {
      let variances = 0;
      for (let i = 0; i < n; i++) variances += deviation(distribution, i) ** 2;
      const weight = (2 * median(this.#spreads)) / ((sigma ** 2 * variances) / n);
      if (Number.isFinite(weight)) this.#weights.fill(weight);
      return;
    }
    const far = 3 * sigma * Math.max(1, Math.sqrt(n) / muEff);
    const growth = 1.1 ** Math.max(1, muEff / (10 * n));
    for (let i = 0; i < this.#n; i++) {
      if (this.#outside(mean[i]!, i) <= far * deviation(distribution, i)) continue;
      this.#weights[i] = Math.min(Number.MAX_VALUE, this.#weights[i]! * growth);
    }
  }
}

/** √C_ii in unconstrained coordinates, in units of σ. */
function deviation(distribution: Distribution, i: number): number {
  return distribution.scale[i]! * distribution.widths[i]! * distribution.deviation(i);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
