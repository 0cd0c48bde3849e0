/// <reference lib="esnext.disposable" preserve="true" />
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { StudyEvent } from '@glompo/core';
import { sizeOfPlain } from '@glompo/core/node';
import type { CheckpointSchedule } from './checkpoint-schedule.js';
import { type Detail, thinning } from './detail.js';
import type { SessionEnd } from './record-writer.js';
import type { WriterThread } from './writer-thread.js';

/** So many bytes may wait for the writer before the study has to. */
const mostWaiting = 4 * 2 ** 20;
/** The rough size in memory of an event beside its columns. */
const eventBytes = 1000;
/** More than a study keeps of what a reader has not read that keeps up with it. */
const mostUnread = 20_000;

/** What is recorded, and what is made of it meanwhile. */
export interface Ways {
  readonly detail: Detail;
  readonly checkpoints: CheckpointSchedule | undefined;
  /** Hears up to which event all is recorded; +Infinity: there will be no more. */
  onSafe(upTo: number): void;
  /** Resolves when the study has ended. */
  studyOver(): Promise<void>;
  /** Removes what was made for a study that did not begin. */
  tidy(): void;
}

/** A study that is being recorded. */
export interface Recording extends AsyncDisposable {
  /** Number of the last event that is in the record. */
  readonly committed: number;
  /**
   * The study has ended, and all is in the record. Rejects with `GLOMPO_RECORD` if it could not be written; the study goes on without, and nobody else can record in the folder
   * until it has ended, or `close()` is called.
   */
  readonly finished: Promise<void>;
  /** Ends the recording, also before its study has ended. All events that have come are in the record then; rejects as `finished` does. */
  close(): Promise<void>;
}

/**
 * Carries events from a study to the writer of its record: at once while the writer has nothing to do, else together with all that come
 * until it has.
 */
export class Recorder implements Recording {
  readonly finished: Promise<void>;
  readonly #events: AsyncGenerator<StudyEvent, void, void>;
  readonly #writer: WriterThread;
  readonly #thinned: ReturnType<typeof thinning>;
  readonly #checkpoints: CheckpointSchedule | undefined;
  readonly #onSafe: (upTo: number) => void;
  readonly #studyOver: () => Promise<void>;
  readonly #tidy: () => void;
  /** Of a writer that has failed: the folder is free. */
  #released: Promise<void> | undefined;
  #leave: () => void = () => {};
  readonly #left = new Promise<void>(resolve => {
    this.#leave = resolve;
  });
  #waiting: StudyEvent[] = [];
  #bytes = 0;
  /** Events that have come. */
  #come = 0;
  /** Set when nothing further is to be read. */
  #end: SessionEnd | undefined;
  #settled = false;
  /** Wakes the reader, which waits for the writer, and the writer, which waits for the reader. */
  #relieve: (() => void) | undefined;
  #begun = false;
  #supply: (() => void) | undefined;

  constructor(
    events: AsyncGenerator<StudyEvent, void, void>,
    writer: WriterThread,
    { detail, checkpoints, onSafe, studyOver, tidy }: Ways,
  ) {
    this.#events = events;
    this.#writer = writer;
    this.#thinned = thinning(detail);
    this.#checkpoints = checkpoints;
    // With less than all trials the study cannot be gone on with: nobody waits for what would be lost.
    this.#onSafe = detail === 'trials' ? onSafe : () => {};
    this.#onSafe(writer.last);
    this.#studyOver = studyOver;
    this.#tidy = tidy;
    this.finished = this.#deliver();
    // It is also told by close().
    this.finished.catch(() => {});
    this.#read().catch(() => this.#stop('failed'));
  }

  get committed(): number {
    return this.#writer.last;
  }

  async close(): Promise<void> {
    // What has happened up to now is still read: it comes without waiting for anything.
    const last = this.#come + mostUnread;
    for (let seen = -1; !this.#settled && seen < Math.min(this.#come, last); ) {
      seen = this.#relieve ? -1 : this.#come;
      await turnOfTheLoop();
    }
    this.#stop('left');
    this.#leave();
    try {
      await this.finished;
    } finally {
      await this.#released;
      this.#tidy();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #read(): Promise<void> {
    let end: SessionEnd = 'failed';
    for await (const event of this.#events) {
      if (this.#end !== undefined) return;
      this.#come++;
      if (event.type === 'study-ended') end = 'ended';
      const kept = this.#thinned(event);
      if (kept === undefined) continue;
      this.#waiting.push(kept);
      this.#bytes += bytesIn(kept);
      this.#supply?.();
      if (this.#bytes <= mostWaiting || event.more) continue;
      await new Promise<void>(resolve => {
        this.#relieve = resolve;
      });
      this.#relieve = undefined;
    }
    this.#stop(end);
  }

  async #deliver(): Promise<void> {
    try {
      for (;;) {
        // Of a step that is not yet there as a whole nothing is written, unless there will be no more of it.
        const whole =
          this.#end === undefined ? this.#waiting.findLastIndex(({ more }) => !more) + 1 : this.#waiting.length;
        const events = this.#waiting.slice(0, whole);
        // What comes before the study has begun, such as warnings, would be a record of nothing.
        this.#begun ||= events.some(({ type }) => type === 'study-started' || type === 'gap');
        if (events.length > 0 && this.#begun) {
          this.#waiting = this.#waiting.slice(whole);
          this.#bytes = 0;
          this.#relieve?.();
          await this.#writer.write(events);
          this.#onSafe(this.#writer.last);
          this.#checkpoints?.recorded(events.at(-1) as StudyEvent);
        } else if (this.#end !== undefined) {
          await this.#checkpoints?.settled();
          await this.#writer.close(this.#end);
          await this.#checkpoints?.end();
          return;
        } else {
          await new Promise<void>(resolve => {
            this.#supply = resolve;
          });
        }
      }
    } catch (error) {
      this.#released = Promise.race([this.#studyOver(), this.#left]).then(() => this.#writer.release());
      throw error;
    } finally {
      this.#onSafe(Number.POSITIVE_INFINITY);
      this.#stop('left');
      this.#tidy();
    }
  }

  /** The first word counts. */
  #stop(end: SessionEnd): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#end = end;
    this.#supply?.();
    this.#relieve?.();
    // The study no longer waits for this reader. The promise is settled when its next event comes, which may be never.
    void this.#events.return();
  }
}

function bytesIn(event: StudyEvent): number {
  if (event.type !== 'trials') return eventBytes + sizeOfPlain(event);
  const { points, values, gradients, residuals, extras, failures } = event.trials;
  const columns = points.byteLength + values.byteLength + (gradients?.byteLength ?? 0);
  return eventBytes + columns + sizeOfPlain([residuals, extras, failures]);
}
