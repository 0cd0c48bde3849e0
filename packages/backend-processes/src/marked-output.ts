import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import { serialize } from 'node:v8';
import type { Output } from '@glompo/core';
import { messageBlocks, runMark } from '@glompo/core/node';

const descriptors = { stdout: 1, stderr: 2 } as const;
/** Between two attempts to write into a pipe that is full and that somebody has told not to block. */
const fullPipeMs = 1;
const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/**
 * Writes what a worker prints and says into its standard streams, marked (`MarkedStream`). Everything has arrived in the pipe when a function
 * returns; while the pipe is full, that is when the manager has read.
 */
export class MarkedOutput {
  readonly #secret: string;
  /** The run that was last marked, by stream. */
  readonly #marked: { stdout: number | undefined; stderr: number | undefined } = {
    stdout: undefined,
    stderr: undefined,
  };
  #run: number | undefined;

  constructor(secret: string) {
    this.#secret = secret;
    // What a program prints into the same stream cannot be marked later.
    subscribe('child_process', () => {
      for (const stream of ['stdout', 'stderr'] as const) writeAll(stream, this.#mark(stream, this.#run));
    });
  }

  /** Programs that are started from now on are started by this run. */
  enterRun(run: number | undefined): void {
    this.#run = run;
  }

  print({ stream, text, run }: Output): void {
    writeAll(stream, this.#mark(stream, run) + text);
  }

  /** @returns false if it could not be written, since the stream is closed */
  say(message: unknown): boolean {
    for (const block of messageBlocks(this.#secret, serialize(message))) if (!writeAll('stdout', block)) return false;
    return true;
  }

  #mark(stream: Output['stream'], run: number | undefined): string {
    if (run === this.#marked[stream]) return '';
    this.#marked[stream] = run;
    return runMark(this.#secret, run);
  }
}

/** @returns false if the stream is closed: the manager is gone, and with it this process at once; or the task has closed it */
function writeAll(stream: Output['stream'], data: string | Uint8Array): boolean {
  let rest = typeof data === 'string' ? Buffer.from(data) : data;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptors[stream], rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EAGAIN') return false;
      Atomics.wait(never, 0, 0, fullPipeMs);
    }
  }
  return true;
}
