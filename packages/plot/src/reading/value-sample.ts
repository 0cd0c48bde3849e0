const capacity = 8192;

/** Every k-th of any number of values, and their limits: what quantiles are estimated from, in bounded memory, and the same each time. */
export class ValueSample {
  #kept: number[] = [];
  #every = 1;
  #seen = 0;
  #low = Number.POSITIVE_INFINITY;
  #high = Number.NEGATIVE_INFINITY;

  /** Values seen. */
  get count(): number {
    return this.#seen;
  }

  /** Least and greatest value seen; Infinity and −Infinity before there was one. */
  get low(): number {
    return this.#low;
  }
  get high(): number {
    return this.#high;
  }

  /** @param value finite */
  add(value: number): void {
    if (value < this.#low) this.#low = value;
    if (value > this.#high) this.#high = value;
    if (this.#seen++ % this.#every !== 0) return;
    this.#kept.push(value);
    if (this.#kept.length < capacity) return;
    this.#kept = this.#kept.filter((_, i) => i % 2 === 0);
    this.#every *= 2;
  }

  /** What was kept, in ascending order. */
  sorted(): number[] {
    return this.#kept.toSorted((a, b) => a - b);
  }
}
