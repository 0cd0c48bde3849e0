import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Study } from '@glompo/core';
import { temporaryFolder } from './temporary-folder.js';
import type { Progress, Rows } from './trial-log.worker.js';

/** What may be under way to the writer before the reader waits. */
const mostUnderWay = 64e6;

/**
 * A stand-in for the store of a study, until there is one: reads the events, and hands every trial to a thread that appends it to a
 * file, packed, and brings the file to the disk ten times a second.
 */
export class TrialLog {
  readonly #writer = new Worker(new URL('./trial-log.worker.js', import.meta.url), {
    workerData: join(temporaryFolder(), 'trials'),
  });
  #sent = 0;
  #written: Progress = { rows: 0, bytes: 0, taken: 0 };
  #wake: (() => void) | undefined;

  constructor() {
    this.#writer.on('message', (progress: Progress) => {
      this.#written = progress;
      this.#wake?.();
    });
  }

  /** Trials in the file. */
  get rows(): number {
    return this.#written.rows;
  }
  get bytes(): number {
    return this.#written.bytes;
  }

  /** Reads until the study has ended. */
  async follow(study: Study): Promise<void> {
    // The study waits for this reader.
    for await (const event of study.events({ keepUp: true })) {
      if (event.type !== 'trials') continue;
      const { run, trials } = event;
      const { first, points, values } = trials;
      this.#writer.postMessage({ run, first, points, values } satisfies Rows);
      this.#sent += points.byteLength;
      while (this.#sent - this.#written.taken > mostUnderWay) {
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
    }
  }

  /** Everything is in the file. */
  async close(): Promise<void> {
    this.#writer.postMessage('end');
    await once(this.#writer, 'exit');
  }
}
