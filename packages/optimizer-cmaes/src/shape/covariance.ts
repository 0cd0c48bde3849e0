import type { Kernel } from '../kernel/kernel.js';
import { packLower, unpackLower } from './matrix.js';
import type { Adaptation } from './shape.js';
import { decayOf, rankWeights } from './weights.js';

/** C, the covariance matrix, in full: n × n numbers, column after column, of which only the lower triangle is kept up to date. */
export class Covariance {
  readonly elements: Float64Array;
  readonly #n: number;
  readonly #kernel: Kernel;

  /** C = I */
  constructor(n: number, kernel: Kernel) {
    this.#n = n;
    this.#kernel = kernel;
    this.elements = kernel.doubles(n * n);
    for (let i = 0; i < n; i++) this.elements[i * n + i] = 1;
  }

  /** Equation 47 of Hansen's tutorial. */
  adapt({ population, strategy, hSigma, pathC }: Adaptation): void {
    const { y: rows, order, weights } = population;
    const count = rankWeights(population, strategy);
    const decay = { decay: decayOf(strategy, hSigma), factor: strategy.c1, path: pathC };
    this.#kernel.update(this.elements, decay, { rows, order, weights, count });
  }

  /** √C_ii */
  deviation(i: number): number {
    return Math.sqrt(this.elements[i * this.#n + i]!);
  }

  /** The lower triangle, column after column. */
  snapshot(): Float64Array {
    return packLower(this.elements, this.#n);
  }

  restore(triangle: Float64Array): void {
    unpackLower(triangle, this.#n, this.elements);
  }
}
