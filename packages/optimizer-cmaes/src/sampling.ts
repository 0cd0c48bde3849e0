import type { Random } from '@glompo/core/plugin';
import type { Distribution } from './distribution.js';
import type { Population } from './population.js';

/** Draws all candidates that were not injected, in order: z_k ~ N(0, I), y_k = A z_k (tutorial, equations 38 and 39). Their values are to come. */
export function sample(population: Population, { shape }: Distribution, random: Random): void {
  const { lambda, n, z, squaredLengths, values, mirrored } = population;
  for (let k = population.injected; k < lambda; k++) {
    const row = k * n;
    let squares = 0;
    const isImage = mirrored && (k - population.injected) % 2 === 1;
    for (let i = 0; i < n; i++) {
      const draw = isImage ? -z[row - n + i]! : random.normal();
      z[row + i] = draw;
      squares += draw * draw;
    }
    squaredLengths[k] = squares;
    values[k] = Number.NaN;
  }
  shape.transform(population, population.injected);
}

/** u ← m + σ A S y_k, candidate k in unconstrained coordinates (equation 40). */
export function candidate(population: Population, k: number, distribution: Distribution, u: Float64Array): void {
  const { mean, sigma, scale, widths, n } = distribution;
  const row = k * n;
  for (let i = 0; i < n; i++) u[i] = mean[i]! + sigma * (scale[i]! * widths[i]! * population.y[row + i]!);
}
