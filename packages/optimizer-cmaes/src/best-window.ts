/** The best values of the last so many generations. */
export class BestWindow {
  readonly #ring: Float64Array;
  #count = 0;

  constructor(length: number) {
    this.#ring = new Float64Array(length);
  }

  add(value: number): void {
    this.#ring[this.#count++ % this.#ring.length] = value;
  }

  /** How many generations are in it. */
  get size(): number {
    return Math.min(this.#count, this.#ring.length);
  }

  /** Largest minus smallest value. */
  range(): number {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.size; i++) {
      const value = this.#ring[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return high - low;
  }

  /** The values, oldest first. */
  snapshot(): Float64Array {
    const { size } = this;
    return Float64Array.from(
      { length: size },
      (_, i) => this.#ring[(this.#count - size + i) % this.#ring.length] as number,
    );
  }

  restore(values: Float64Array): void {
    this.#count = 0;
    for (const value of values) this.add(value);
  }
}
