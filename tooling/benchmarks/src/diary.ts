import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { now } from './clock.js';

/** What is kept before it is written: so much time of trials may be missing at the end of a diary. */
const writeEveryMs = 20;
const mostEntries = 1024;

/**
 * When a task's trials began and ended, as the task itself knows it: one file per worker, two numbers per trial. It goes past the
 * study that is measured, which would otherwise have more to carry.
 */
export class Diary {
  readonly #file: number;
  readonly #entries = new Float64Array(2 * mostEntries);
  #length = 0;
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(folder: string) {
    this.#file = openSync(join(folder, `${process.pid}-${threadId}`), 'a');
  }

  note(from: number, to: number): void {
    this.#entries[this.#length++] = from;
    this.#entries[this.#length++] = to;
    if (to - this.#writtenAt >= writeEveryMs || this.#length === this.#entries.length) this.#write(to);
  }

  close(): void {
    this.#write(now());
    closeSync(this.#file);
  }

  #write(at: number): void {
    writeSync(this.#file, new Uint8Array(this.#entries.buffer, 0, 8 * this.#length));
    this.#length = 0;
    this.#writtenAt = at;
  }
}

/** One trial, in milliseconds of `now()`. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** All that was written into the diaries of a folder. */
export function readDiaries(folder: string): Interval[] {
  return readdirSync(folder).flatMap(name => {
    const bytes = readFileSync(join(folder, name));
    const numbers = new Float64Array(Math.floor(bytes.length / 16) * 2);
    new Uint8Array(numbers.buffer).set(bytes.subarray(0, numbers.byteLength));
    return Array.from({ length: numbers.length / 2 }, (_, i) => ({
      from: numbers[2 * i] as number,
      to: numbers[2 * i + 1] as number,
    }));
  });
}
