import type { Random } from '../contracts/random.js';

/**
 * Which items of a stream are kept so that, at any time, `size` of them are, each item with the same probability: Algorithm L of K.-H. Li, "Reservoir-sampling algorithms
 * of time complexity O(n(1 + log(N/n)))", ACM Transactions on Mathematical Software 20, 1994. It tells the number of the next item that is kept, so that
 * all before it need not be looked at. What is kept depends on chance and on numbers only, never on the items.
 */
export class Reservoir {
  readonly #size: number;
  readonly #random: Random;
  /** W of the paper. */
  #w = 1;
  #next = 1;
  #place = 0;

  /** @param size items that are kept, at least 1 */
  constructor(size: number, random: Random) {
    this.#size = size;
    this.#random = random;
  }

  /** The number of the next item that is kept, from 1. */
  get next(): number {
    return this.#next;
  }

  /** Where it is kept, from 0 to `size` − 1, in place of what is there. */
  get place(): number {
    return this.#place;
  }

  /** The next item is there. */
  advance(): void {
    const size = this.#size;
    if (this.#next < size) {
      this.#place = this.#next++;
      return;
    }
    // 1 − u is above 0.
    this.#w *= Math.exp(Math.log(1 - this.#random.uniform()) / size);
    this.#next += Math.floor(Math.log(1 - this.#random.uniform()) / Math.log1p(-this.#w)) + 1;
    this.#place = this.#random.integer(size);
  }
}
