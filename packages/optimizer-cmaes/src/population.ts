/** The candidates of one generation: row k belongs to candidate k. The first `injected` ones came from elsewhere, with their values. */
export class Population {
  readonly lambda: number;
  readonly n: number;
  /** z_k = D⁻¹ Bᵀ y_k, λ × n, row-major. */
  readonly z: Float64Array;
  /** y_k, the step from the mean in units of σ S, λ × n, row-major. */
  readonly y: Float64Array;
  /** ‖z_k‖² = ‖C^{−1/2} y_k‖². */
  readonly squaredLengths: Float64Array;
  readonly values: Float64Array;
  /** Candidates by rank, best first; equal values keep their order. */
  readonly order: Int32Array;
  injected = 0;

  constructor(lambda: number, n: number) {
    this.lambda = lambda;
    this.n = n;
    this.z = new Float64Array(lambda * n);
    this.y = new Float64Array(lambda * n);
    this.squaredLengths = new Float64Array(lambda);
    this.values = new Float64Array(lambda);
    this.order = new Int32Array(lambda);
  }

  /** Brings `order` up to date with `values`. */
  rank(): void {
    const { lambda, order, values } = this;
    if (lambda > 64) {
      for (let k = 0; k < lambda; k++) order[k] = k;
      // ∞ − ∞ is NaN, which the or treats like equal.
      order.sort((a, b) => values[a]! - values[b]! || a - b);
      return;
    }
    for (let k = 0; k < lambda; k++) {
      const value = values[k]!;
      let to = k;
      for (; to > 0 && values[order[to - 1]!]! > value; to--) order[to] = order[to - 1]!;
      order[to] = k;
    }
  }

  /** The best, middle and worst value of the candidates that were sampled here, as last ranked. */
  sampledValues(): { best: number; median: number; worst: number } {
    const { lambda, order, values, injected } = this;
    const count = lambda - injected;
    const median = Math.floor(count / 2);
    const found = { best: 0, median: 0, worst: 0 };
    for (let rank = 0, seen = 0; rank < lambda; rank++) {
      if (order[rank]! < injected) continue;
      const value = values[order[rank]!]!;
      if (seen === 0) found.best = value;
      if (seen === median) found.median = value;
      found.worst = value;
      seen++;
    }
    return found;
  }
}
