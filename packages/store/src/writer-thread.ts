import { Worker } from 'node:worker_threads';
import { GlompoError, type StudyEvent } from '@glompo/core';
import { pack } from './parcel.js';
import { refused } from './record-error.js';
import type { SessionEnd } from './record-writer.js';
import type { FromWriter, ToWriter, WriterStart } from './writer-words.js';

/** The thread that writes a record, so that nobody else waits for the disk. */
export class WriterThread {
  readonly #worker: Worker;
  readonly #directory: string;
  readonly #gone: Promise<void>;
  #last = 0;
  #failure: GlompoError | undefined;
  /** Whoever waits for the next word. */
  #heard: { resolve(): void; reject(error: GlompoError): void } | undefined;

  /** @throws GlompoError `GLOMPO_RECORD` */
  static async start(start: WriterStart): Promise<WriterThread> {
    const writer = new WriterThread(start);
    await writer.#word();
    return writer;
  }

  private constructor(start: WriterStart) {
    this.#directory = start.directory;
    // Flags of this process, such as `--input-type`, need not be good for a thread.
    this.#worker = new Worker(new URL('./writer.worker.js', import.meta.url), {
      workerData: start,
      execArgv: [],
      // What it is given is gone after each transaction: the tens of megabytes that V8 would let it grow by are of no use.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    this.#worker.on('message', (word: FromWriter) => this.#hear(word));
    this.#worker.on('error', error => this.#fail(refused(this.#directory, `its writer broke down (${error})`, error)));
    this.#gone = new Promise(resolve => {
      this.#worker.on('exit', () => {
        this.#fail(refused(this.#directory, 'its writer is gone'));
        resolve();
      });
    });
  }

  /** Number of the last event that is in the record. */
  get last(): number {
    return this.#last;
  }

  /** Records all of them, or none. One call at a time. */
  write(events: readonly StudyEvent[]): Promise<void> {
    const parcel = pack(events);
    return this.#say({ type: 'write', parcel }, [parcel.numbers.buffer]);
  }

  close(how: SessionEnd): Promise<void> {
    return this.#say({ type: 'close', how }, []);
  }

  /** It has failed, and lets go of the folder. */
  async release(): Promise<void> {
    this.#worker.postMessage({ type: 'close', how: 'failed' } satisfies ToWriter);
    await this.#gone;
  }

  #say(word: ToWriter, moved: readonly ArrayBuffer[]): Promise<void> {
    try {
      this.#worker.postMessage(word, moved);
    } catch (error) {
      // What came before is recorded; this cannot be, and nothing after it.
      this.#fail(refused(this.#directory, `an event holds what is no plain data (${error})`, error));
    }
    return this.#word();
  }

  #word(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure) reject(this.#failure);
      else this.#heard = { resolve, reject };
    });
  }

  #hear(word: FromWriter): void {
    if (word.type === 'failed') {
      this.#fail(new GlompoError(word.code, word.message));
      return;
    }
    if (word.type === 'locked-out') {
      process.emitWarning(`the record in ${this.#directory}: another program keeps it locked; the study waits for it`);
      return;
    }
    if (word.type !== 'closed') this.#last = word.last;
    const heard = this.#heard;
    this.#heard = undefined;
    heard?.resolve();
  }

  #fail(error: GlompoError): void {
    this.#failure ??= error;
    const heard = this.#heard;
    this.#heard = undefined;
    heard?.reject(this.#failure);
  }
}
