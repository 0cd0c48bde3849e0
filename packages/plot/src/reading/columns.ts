/** Values that lie close together along x, as far as a picture shows them. */
export interface Column {
  /** From `index · width` up to, but not at, `(index + 1) · width`. */
  readonly index: number;
  /** Least and greatest finite value. */
  low: number;
  high: number;
  /** The least value of all up to the end of this column. */
  best: number;
}

/** The width that all traces of a picture share; it doubles whenever x goes beyond what fits. */
export class ColumnWidth {
  readonly columns: number;
  readonly #traces: { halve(): void }[] = [];
  readonly #first: number;
  #width: number;

  /** @param first the width to begin with; below it nothing is told apart */
  constructor(columns: number, first: number) {
    this.columns = columns;
    this.#first = first;
    this.#width = first;
  }

  get width(): number {
    return this.#width;
  }

  follow(trace: { halve(): void }): void {
    this.#traces.push(trace);
  }

  /** The middle of a column, in x: of those whole numbers in it, if the first width was 1. */
  middle(index: number): number {
    return index * this.#width + (this.#width - this.#first) / 2;
  }

  /** The column in which x lies. */
  indexOf(x: number): number {
    while (x >= this.columns * this.#width) {
      this.#width *= 2;
      for (const trace of this.#traces) trace.halve();
    }
    return Math.floor(x / this.#width);
  }
}

/**
 * Values along x in bounded memory: in each column that has any, the least, the greatest, and the best so far. x must not fall by more than a column
 * (what comes late is taken for the newest).
 */
export class Trace {
  readonly columns: Column[] = [];
  #first: number | undefined;
  readonly #width: ColumnWidth;

  constructor(width: ColumnWidth) {
    this.#width = width;
    width.follow(this);
  }

  /** The least finite value; Infinity: there was none. */
  get best(): number {
    return this.columns.at(-1)?.best ?? Number.POSITIVE_INFINITY;
  }

  /** The very first value. */
  get first(): number | undefined {
    return this.#first;
  }

  /** @param value finite */
  add(x: number, value: number): void {
    this.#first ??= value;
    const index = this.#width.indexOf(x);
    const last = this.columns.at(-1);
    if (last === undefined || index > last.index) {
      this.columns.push({ index, low: value, high: value, best: Math.min(value, this.best) });
      return;
    }
    if (value < last.low) last.low = value;
    if (value > last.high) last.high = value;
    if (value < last.best) last.best = value;
  }

  halve(): void {
    const { columns } = this;
    let kept = 0;
    for (const { index, low, high, best } of columns) {
      const half = index >> 1;
      const last = columns[kept - 1];
      if (last === undefined || last.index !== half) {
        columns[kept++] = { index: half, low, high, best };
        continue;
      }
      last.low = Math.min(last.low, low);
      last.high = Math.max(last.high, high);
      last.best = best;
    }
    columns.length = kept;
  }
}
