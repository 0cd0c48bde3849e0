import type { Distribution } from './distribution.js';
import type { Population } from './population.js';
import type { StrategyParameters } from './strategy-parameters.js';

interface CovarianceUpdate {
  readonly strategy: StrategyParameters;
  readonly hSigma: 0 | 1;
  /** Room for a number per candidate. */
  readonly weights: Float64Array;
}

/** C ← (1 + c₁ δ(h_σ) − c₁ − c_μ Σ w_j) C + c₁ p_c p_cᵀ + c_μ Σ w°_i y_i y_iᵀ (equation 47), lower triangle. */
export function adaptCovariance(
  { n, C, pathC }: Distribution,
  { order, squaredLengths, y }: Population,
  { strategy, hSigma, weights: scaled }: CovarianceUpdate,
): void {
  const { lambda, weights, weightsSum, c1, cMu, cc } = strategy;
  const decay = 1 + c1 * (1 - hSigma) * cc * (2 - cc) - c1 - cMu * weightsSum;
  for (let j = 0; j < n; j++) {
    const column = j * n;
    const factor = c1 * pathC[j]!;
    for (let i = j; i < n; i++) C[column + i] = decay * C[column + i]! + factor * pathC[i]!;
  }

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
  addSquares({ n, C, y, order, scaled }, used);
}

interface Squares {
  readonly n: number;
  readonly C: Float64Array;
  readonly y: Float64Array;
  readonly order: Int32Array;
  readonly scaled: Float64Array;
}

/** Adds the first `count` weighted outer products, four in one pass over the triangle. */
function addSquares({ n, C, y, order, scaled }: Squares, count: number): void {
  let rank = 0;
  for (; rank + 3 < count; rank += 4) {
    const r0 = order[rank]! * n;
    const r1 = order[rank + 1]! * n;
    const r2 = order[rank + 2]! * n;
    const r3 = order[rank + 3]! * n;
    const w0 = scaled[rank]!;
    const w1 = scaled[rank + 1]!;
    const w2 = scaled[rank + 2]!;
    const w3 = scaled[rank + 3]!;
    for (let j = 0; j < n; j++) {
      const column = j * n;
      const f0 = w0 * y[r0 + j]!;
      const f1 = w1 * y[r1 + j]!;
      const f2 = w2 * y[r2 + j]!;
      const f3 = w3 * y[r3 + j]!;
      for (let i = j; i < n; i++) {
        C[column + i] = C[column + i]! + (f0 * y[r0 + i]! + f1 * y[r1 + i]! + (f2 * y[r2 + i]! + f3 * y[r3 + i]!));
      }
    }
  }
  for (; rank < count; rank++) {
    const row = order[rank]! * n;
    const w = scaled[rank]!;
    for (let j = 0; j < n; j++) {
      const column = j * n;
      const factor = w * y[row + j]!;
      for (let i = j; i < n; i++) C[column + i] = C[column + i]! + factor * y[row + i]!;
    }
  }
}
