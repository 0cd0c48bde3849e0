import type { Output } from '@glompo/core';

/** What is longer is cut: a line is for a person. */
const longestLine = 4000;
/** Runs whose prints are told apart, and lines without their end that are kept: of more, the oldest are given out as they are. */
const mostRuns = 10_000;
const mostOpen = 256;

/** A line that a worker printed. */
export interface WorkerLine {
  /** Undefined: none, or it is not known. */
  readonly run: number | undefined;
  readonly text: string;
}

/**
 * Makes lines of what workers print, which comes in pieces and from many at once: a line is whole, and of one run and one stream. Of bounded size,
 * whatever is printed.
 */
export class WorkerLines {
  /** The beginning of a line whose end has not come yet, by run and stream. */
  readonly #open = new Map<string, WorkerLine>();
  readonly #runs = new Set<number>();
  #ended = 0;

  /** Lines so far; the last one of each run need not have its end. */
  get count(): number {
    return this.#ended + this.#open.size;
  }

  /** Runs that printed something (no more of them are counted than can be remembered). */
  get runs(): number {
    return this.#runs.size;
  }

  get hasAllRuns(): boolean {
    return this.#runs.size < mostRuns;
  }

  /** The lines that are whole now. */
  take({ run, stream, text }: Output): readonly WorkerLine[] {
    if (text === '') return [];
    if (run !== undefined && this.hasAllRuns) this.#runs.add(run);
    const key = `${run ?? ''} ${stream}`;
    const pieces = text.split('\n');
    pieces[0] = (this.#open.get(key)?.text ?? '') + pieces[0];
    this.#open.delete(key);
    const rest = pieces.pop() as string;
    // One character more than fits tells that there was more.
    if (rest !== '') this.#open.set(key, { run, text: rest.slice(0, longestLine + 1) });
    const lines = pieces.map(piece => this.#end({ run, text: piece }));
    if (this.#open.size > mostOpen) {
      const [oldest, line] = this.#open.entries().next().value as [string, WorkerLine];
      this.#open.delete(oldest);
      lines.push(this.#end(line));
    }
    return lines;
  }

  /** The lines that were begun, at the end of everything. */
  rest(): readonly WorkerLine[] {
    const lines = [...this.#open.values()].map(line => this.#end(line));
    this.#open.clear();
    return lines;
  }

  #end({ run, text }: WorkerLine): WorkerLine {
    this.#ended++;
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    return { run, text: line.length > longestLine ? `${line.slice(0, longestLine)}… (cut)` : line };
  }
}
