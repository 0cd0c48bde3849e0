/** Cuts what arrives in pieces into lines, and never holds more than one line of a limited length. */
export class LineReader {
  readonly #limit: number;
  readonly #onLine: (line: string) => void;
  readonly #onTooLong: () => void;
  #pieces: Buffer[] = [];
  #length = 0;

  constructor(options: {
    /** Bytes of a line. */
    readonly limit: number;
    readonly onLine: (line: string) => void;
    /** The line is thrown away. */
    readonly onTooLong: () => void;
  }) {
    this.#limit = options.limit;
    this.#onLine = options.onLine;
    this.#onTooLong = options.onTooLong;
  }

  add(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.#hold(chunk.subarray(start, end));
      start = end + 1;
      const line = this.rest();
      this.#pieces = [];
      this.#length = 0;
      if (line !== undefined) this.#onLine(line);
    }
    this.#hold(chunk.subarray(start));
  }

  /** What has come of a line that is not complete; undefined if it is longer than lines may be. */
  rest(): string | undefined {
    return this.#length > this.#limit ? undefined : Buffer.concat(this.#pieces).toString('utf8');
  }

  #hold(piece: Buffer): void {
    const before = this.#length;
    this.#length += piece.length;
    if (this.#length <= this.#limit) {
      if (piece.length > 0) this.#pieces.push(piece);
      return;
    }
    this.#pieces = [];
    if (before <= this.#limit) this.#onTooLong();
  }
}
