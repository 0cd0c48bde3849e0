import type { Kernel } from './kernel/kernel.js';

interface Size {
  readonly lambda: number;
  readonly n: number;
  readonly rows: number;
  readonly mirrored?: boolean;
}

/**
 * The candidates of one generation: row k belongs to candidate k. The first `injected` rows came from elsewhere, with their
 * values; the rows after them, up to λ, are sampled; the `late` ones after those were sampled for an earlier generation.
 */
export class Population {
  readonly lambda: number;
  readonly n: number;
  /** z_k = A⁻¹ y_k, a row of n numbers per candidate. */
  readonly z: Float64Array;
  /** y_k, the step from the mean in units of σ S, a row of n numbers per candidate. */
  readonly y: Float64Array;
  /** ‖z_k‖² = y_kᵀ C⁻¹ y_k. */
  readonly squaredLengths: Float64Array;
  /** The points that the first λ candidates stand for, in search coordinates, a row of n numbers each; sampled ones only. */
  readonly points: Float64Array;
  /** NaN: the value has not come. */
  readonly values: Float64Array;
  /** Candidates by rank, best first; equal values keep their order. Those without a value have no rank. */
  readonly order: Int32Array;
  /** Room for a weight per rank. */
  readonly weights: Float64Array;
  injected = 0;
  /** The last ones of the sampled candidates, in directions that were given. */
  nudged = 0;
  late = 0;
  /** Candidates that have a rank. */
  ranked = 0;

  /** Sampled candidates come in pairs, the second one the mirror image of the first. */
  readonly mirrored: boolean;

  /** @param rows candidates at most, λ and those that are late */
  constructor(kernel: Kernel, { lambda, n, rows, mirrored = false }: Size) {
    this.mirrored = mirrored;
    this.lambda = lambda;
    this.n = n;
    this.z = kernel.doubles(rows * n);
    this.y = kernel.doubles(rows * n);
    this.squaredLengths = new Float64Array(rows);
    this.points = new Float64Array(lambda * n);
    this.values = new Float64Array(rows);
    this.order = kernel.integers(rows);
    this.weights = kernel.doubles(rows);
  }

  /** Brings `order` up to date with `values`. */
  rank(): void {
    const { order, values } = this;
    const rows = this.lambda + this.late;
    this.ranked = 0;
    if (rows > 64) {
      for (let k = 0; k < rows; k++) if (values[k] === values[k]) order[this.ranked++] = k;
      // ∞ − ∞ is NaN, which the or treats like equal.
      order.subarray(0, this.ranked).sort((a, b) => values[a]! - values[b]! || a - b);
      return;
    }
    for (let k = 0; k < rows; k++) {
      const value = values[k]!;
      if (value !== value) continue;
      let to = this.ranked++;
      for (; to > 0 && values[order[to - 1]!]! > value; to--) order[to] = order[to - 1]!;
      order[to] = k;
    }
  }

  /**
   * Once ranked: of mirror images, the worse one of each pair comes after all others but failures: else two steps that cancel each other would shorten
   * the mean step (Auger, Brockhoff & Hansen, "Mirrored Sampling in Evolution Strategies With Weighted Recombination", GECCO 2011).
   */
  rankPairs(): void {
    const { order, values, injected, ranked } = this;
    const end = this.lambda - this.nudged;
    const isWorse = (k: number) => {
      if (values[k] === Number.POSITIVE_INFINITY) return true;
      if (k < injected || k >= end) return false;
      const isImage = (k - injected) % 2 === 1;
      const partner = isImage ? k - 1 : k + 1;
      if (partner >= end) return false;
      const [value, other] = [values[k]!, values[partner]!];
      return value > other || (value === other && isImage);
    };
    const all = order.slice(0, ranked);
    let to = 0;
    for (const k of all) if (!isWorse(k)) order[to++] = k;
    for (const k of all) if (isWorse(k)) order[to++] = k;
  }

  /** The best, middle and worst value of the candidates that were sampled for this generation, as last ranked, and how many those are. */
  sampledValues(): { best: number; median: number; worst: number; count: number } {
    const { lambda, order, values, injected, ranked } = this;
    const isSampled = (k: number) => k >= injected && k < lambda;
    let count = 0;
    for (let rank = 0; rank < ranked; rank++) if (isSampled(order[rank]!)) count++;
    const median = Math.floor(count / 2);
    const found = { best: 0, median: 0, worst: 0, count };
    for (let rank = 0, seen = 0; rank < ranked; rank++) {
      if (!isSampled(order[rank]!)) continue;
      const value = values[order[rank]!]!;
      if (seen === 0) found.best = value;
      if (seen === median) found.median = value;
      found.worst = value;
      seen++;
    }
    return found;
  }
}
