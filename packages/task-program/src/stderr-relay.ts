const keptBytes = 4096;
const shownLines = 5;
const shownLetters = 300;

/**
 * Passes on what a program prints, to the stderr of this worker, where it is kept with its run: so much of it, then only its amount. Its end
 * is kept for messages.
 */
export class StderrRelay {
  readonly #limit: number;
  #passed = 0;
  #cut = 0;
  #tail = Buffer.alloc(0);

  /** @param limit bytes that are passed on */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): void {
    this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-keptBytes);
    const room = this.#limit - this.#passed;
    const passed = chunk.subarray(0, Math.max(0, room));
    if (passed.length > 0) process.stderr.write(passed);
    this.#passed += passed.length;
    this.#cut += chunk.length - passed.length;
  }

  /** Begins anew; what was cut is told. */
  restart(): void {
    if (this.#cut > 0) process.stderr.write(`\n(${this.#cut} bytes more that the program has printed are not shown)\n`);
    this.#passed = 0;
    this.#cut = 0;
    this.#tail = Buffer.alloc(0);
  }

  /** The last lines, in one; '' if there are none. */
  lastLines(): string {
    const lines = this.#tail
      .toString('utf8')
      .split('\n')
      .map(line => line.trimEnd());
    const shown = lines
      .filter(line => line !== '')
      .slice(-shownLines)
      .join(' | ');
    return shown.length > shownLetters ? `…${shown.slice(-shownLetters)}` : shown;
  }

  /** `; the last on stderr: …`, or '' */
  hint(): string {
    const lines = this.lastLines();
    return lines === '' ? '' : `; the last on stderr: ${lines}`;
  }
}
