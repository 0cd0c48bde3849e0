import type { Space } from '@glompo/core/plugin';
import type { Distribution } from './distribution.js';
import { normalAbove, normalQuantile } from './normal.js';

/**
 * Keeps the distribution of every integer wide enough that the numbers beside the mean's are still drawn: with probability α = 1/(nλ) in
 * one direction at a bound, α/2 in each elsewhere (Hamano, Saito, Nomura & Shirakawa, "CMA-ES with Margin: Lower-Bounding Marginal Probability for
 * Mixed-Integer Black-Box Optimization", GECCO 2022, arXiv 2205.13482). What has to change is the mean, and the factor A_j by which steps in this coordinate
 * are longer than C says (`Distribution.widths`): C and σ are learned as if it were 1.
 */
export class Margin {
  readonly #integers: readonly Cells[];
  readonly #alpha: number;

  constructor(space: Space, lambda: number) {
    this.#integers = space.parameters.flatMap(({ kind }, i) => (kind === 'integer' ? [cellsOf(space, i)] : []));
    this.#alpha = 1 / (space.dimensions * lambda);
  }

  /** To be called after each update. */
  correct(distribution: Distribution): void {
    const { mean, sigma, scale, widths } = distribution;
    const alpha = this.#alpha;
    for (const { i, origin, width, first, last } of this.#integers) {
      const natural = sigma * scale[i]! * distribution.deviation(i);
      const deviation = natural * widths[i]!;
      const m = mean[i]!;
      if (!(m > first && m <= last)) {
        // One of the outermost numbers, or one of two: the nearest threshold must be crossed often enough.
        const threshold = Math.abs(m - first) < Math.abs(m - last) ? first : last;
        const most = normalQuantile(1 - alpha) * deviation;
        if (Math.abs(m - threshold) > most) mean[i] = threshold + Math.sign(m - threshold) * most;
        continue;
      }
      const below = origin + (Math.ceil((m - origin) / width) - 1) * width;
      const above = below + width;
      const pLow = normalAbove((m - below) / deviation);
      const pHigh = normalAbove((above - m) / deviation);
      if (pLow >= alpha / 2 && pHigh >= alpha / 2) continue;
      const [atLeastLow, atLeastHigh] = [Math.max(pLow, alpha / 2), Math.max(pHigh, alpha / 2)];
      const pMid = 1 - pLow - pHigh;
      // What was raised is taken from the others, in proportion to what they may lose.
      const share = (1 - atLeastLow - atLeastHigh - pMid) / (atLeastLow + atLeastHigh + pMid - (3 * alpha) / 2);
      const zLow = normalQuantile(1 - (atLeastLow + share * (atLeastLow - alpha / 2)));
      const zHigh = normalQuantile(1 - (atLeastHigh + share * (atLeastHigh - alpha / 2)));
      mean[i] = (below * zHigh + above * zLow) / (zLow + zHigh);
      widths[i] = (above - below) / (zLow + zHigh) / natural;
    }
  }
}

/** The cells of an integer in unconstrained coordinates: those of a number are as wide as any other's. */
interface Cells {
  readonly i: number;
  /** Where one of them begins. */
  readonly origin: number;
  readonly width: number;
  /** The thresholds to the outermost numbers. */
  readonly first: number;
  readonly last: number;
}

function cellsOf({ low, high }: Space, i: number): Cells {
  const [from, to] = [low[i]!, high[i]!];
  if (Number.isFinite(from) && Number.isFinite(to)) {
    const width = 1 / Math.round(to - from);
    return { i, origin: 0, width, first: width, last: 1 - width };
  }
  // Bounds lie half a unit beyond whole numbers; without any, thresholds are half-way between these.
  const origin = Number.isFinite(from) ? from : Number.isFinite(to) ? to : 0.5;
  return { i, origin, width: 1, first: from + 1, last: to - 1 };
}
