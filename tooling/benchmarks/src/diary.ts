import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { now } from './clock.js';

/** What is kept before it is written: so much time of trials may be missing at the end of a diary. */
const writeEveryMs = 20;
const mostEntries = 1024;

/**
 * When a task's trials began and ended, as the task itself knows it, and how long they should have taken: one file per worker, three numbers per trial. It goes past the
 * study that is measured, which would otherwise have more to carry.
 */
export class Diary {
  readonly #file: number;
  readonly #entries = new Float64Array(3 * mostEntries);
  #length = 0;
  #writtenAt = Number.NEGATIVE_INFINITY;

  constructor(folder: string) {
    this.#file = openSync(join(folder, `${process.pid}-${threadId}`), 'a');
  }

  /** @param nominal milliseconds from `from` to `to` if nothing had disturbed the trial */
  note(from: number, to: number, nominal: number): void {
    this.#entries[this.#length++] = from;
    this.#entries[this.#length++] = to;
    this.#entries[this.#length++] = nominal;
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

/** A stretch of time, in milliseconds of `now()`. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface NotedTrial extends Interval {
  /** Milliseconds that it should have taken. */
  readonly nominal: number;
}

/** All that was written into the diaries of a folder. */
export function readDiaries(folder: string): NotedTrial[] {
  return readdirSync(folder).flatMap(name => {
    const bytes = readFileSync(join(folder, name));
    const numbers = new Float64Array(Math.floor(bytes.length / 24) * 3);
    new Uint8Array(numbers.buffer).set(bytes.subarray(0, numbers.byteLength));
    return Array.from({ length: numbers.length / 3 }, (_, i) => ({
      from: numbers[3 * i] as number,
      to: numbers[3 * i + 1] as number,
      nominal: numbers[3 * i + 2] as number,
    }));
  });
}
