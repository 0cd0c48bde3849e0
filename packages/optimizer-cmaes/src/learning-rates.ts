import type { Distribution } from './distribution.js';
import type { SymmetricShape } from './shape/symmetric-shape.js';
import type { LearningRatesState, TrackState } from './state.js';

/** α, γ, β_m and β_Σ as the paper recommends. */
const alpha = 1.4;
const gamma = 0.1;
const betaMean = 0.1;
const betaCovariance = 0.03;

/**
 * Learning rates for mean and covariance by which the signal-to-noise ratio of their updates stays at α η, so that a default population is
 * enough where values are noisy or there are many minima (Nomura, Akimoto & Ono, "CMA-ES with Learning Rate Adaptation: Can CMA-ES with Default
 * Population Size Solve Multimodal and Noisy Problems?", GECCO 2023, arXiv 2304.03473). The distribution is updated as without it, and of that step only
 * the part η is taken.
 */
export class LearningRates {
  readonly #n: number;
  readonly #shape: SymmetricShape;
  readonly #mean: Track;
  readonly #covariance: Track;
  readonly #meanBefore: Float64Array;
  #sigmaBefore = 1;
  #generations = 0;
  #isWhole = false;

  constructor(n: number, shape: SymmetricShape) {
    this.#n = n;
    this.#shape = shape;
    this.#mean = new Track(n, betaMean);
    this.#covariance = new Track((n * (n + 1)) / 2, betaCovariance);
    this.#meanBefore = new Float64Array(n);
  }

  /** Generations so far, each counted as the part of it that was taken: what may last many generations may last many of these. */
  get generations(): number {
    return Math.floor(this.#generations);
  }

  /** Whether the last step has completed one. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** To be called before an update: what the distribution is then. */
  before({ mean, sigma }: Distribution): void {
    this.#meanBefore.set(mean);
    this.#sigmaBefore = sigma;
    this.#shape.keep();
  }

  /**
   * To be called after it. A is older than C then, and has to be brought up to date.
   *
   * @param stepZ the step of the mean in the coordinates in which points are drawn
   * @returns false if C is no longer positive definite and finite
   */
  after(distribution: Distribution, stepZ: Float64Array): boolean {
    const { mean, sigma } = distribution;
    const n = this.#n;
    const shape = this.#shape;
    const ratio = (sigma / this.#sigmaBefore) ** 2;
    const rateBefore = this.#mean.rate;
    this.#mean.follow(stepZ);
    this.#covariance.follow(shape.localChange(ratio));
    const { generations } = this;
    this.#generations += this.#mean.rate;
    this.#isWhole = this.generations > generations;
    for (let i = 0; i < n; i++) {
      const from = this.#meanBefore[i]!;
      mean[i] = from + this.#mean.rate * (mean[i]! - from);
    }
    shape.goOnly(this.#covariance.rate, ratio);
    const definite = distribution.refresh();
    // σ = det(Σ)^(1/2n), and C the rest
    const logDeterminant = definite ? shape.normalize() : 0;
    // A mean that learns more slowly needs larger steps.
    distribution.sigma = this.#sigmaBefore * Math.exp(logDeterminant / (2 * n)) * (rateBefore / this.#mean.rate);
    return definite;
  }

  snapshot(): LearningRatesState {
    return {
      mean: this.#mean.snapshot(),
      covariance: this.#covariance.snapshot(),
      generations: this.#generations,
    };
  }

  restore({ mean, covariance, generations }: LearningRatesState): void {
    this.#generations = generations;
    this.#mean.restore(mean);
    this.#covariance.restore(covariance);
  }
}

/** The learning rate of one part, by the updates that it would have had. */
class Track {
  rate = 1;
  readonly #beta: number;
  readonly #drift: Float64Array;
  #squares = 0;

  constructor(size: number, beta: number) {
    this.#beta = beta;
    this.#drift = new Float64Array(size);
  }

  follow(change: Float64Array): void {
    const beta = this.#beta;
    let squares = 0;
    let drift = 0;
    for (let i = 0; i < change.length; i++) {
      const step = change[i]!;
      squares += step * step;
      const mean = (1 - beta) * this.#drift[i]! + beta * step;
      this.#drift[i] = mean;
      drift += mean * mean;
    }
    this.#squares = (1 - beta) * this.#squares + beta * squares;
    const noise = this.#squares - drift;
    const snr = noise > 0 ? (drift - (beta / (2 - beta)) * this.#squares) / noise : Number.POSITIVE_INFINITY;
    const pull = Math.max(-1, Math.min(1, snr / (alpha * this.rate) - 1));
    this.rate = Math.min(1, this.rate * Math.exp(Math.min(gamma * this.rate, beta) * pull));
  }

  snapshot(): TrackState {
    return { rate: this.rate, drift: this.#drift.slice(), squares: this.#squares };
  }

  restore({ rate, drift, squares }: TrackState): void {
    this.rate = rate;
    this.#drift.set(drift);
    this.#squares = squares;
  }
}
