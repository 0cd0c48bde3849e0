import type { ColumnWidth } from './columns.js';

/** The columns in which something was, and how often. */
export class ColumnSet {
  readonly #width: ColumnWidth;
  #counts: Map<number, number> = new Map();

  constructor(width: ColumnWidth) {
    this.#width = width;
    width.follow(this);
  }

  get counts(): ReadonlyMap<number, number> {
    return this.#counts;
  }

  get total(): number {
    let total = 0;
    for (const count of this.#counts.values()) total += count;
    return total;
  }

  add(x: number): void {
    const index = this.#width.indexOf(x);
    this.#counts.set(index, (this.#counts.get(index) ?? 0) + 1);
  }

  halve(): void {
    const halved = new Map<number, number>();
    for (const [index, count] of this.#counts) halved.set(index >> 1, (halved.get(index >> 1) ?? 0) + count);
    this.#counts = halved;
  }
}
