import { join, resolve } from 'node:path';
import { GlompoError, type StudyEvent, show } from '@glompo/core';
import { defaultName } from './checkpoint-name.js';
import type { Checkpoint } from './checkpoint-rows.js';
import { checkpointByThread, checkpointFolder } from './write-checkpoint.js';

/** When checkpoints of a study are made while it is recorded, and which are kept. */
export interface CheckpointOptions {
  /** After so many evaluations, or seconds, since the last one; nothing is made while nothing happens. Default: never. */
  readonly every?: { readonly evaluations: number } | { readonly seconds: number } | undefined;
  /** When the study has begun, or goes on. Default false. */
  readonly atStart?: boolean | undefined;
  /** When the recording has ended, in whatever way. Default false. */
  readonly atEnd?: boolean | undefined;
  /** Default: `checkpoints` in the folder of the study. */
  readonly folder?: string | undefined;
  /** Of their files: `{time}` (UTC), `{evaluations}` and `{event}` are filled in. Default `checkpoint-{time}-{evaluations}.db`. */
  readonly name?: string | undefined;
  /** Of those that this schedule has made of this study, only the last ones are kept, so many. Default: all. */
  readonly keep?: number | undefined;
  /** Is told of each that was made, and of each that could not be: recording goes on. */
  readonly onCheckpoint?: ((made: Checkpoint | GlompoError) => void) | undefined;
}

/** Makes checkpoints while a study is recorded, one at a time. */
export class CheckpointSchedule {
  readonly #options: CheckpointOptions;
  readonly #directory: string;
  readonly #file: string;
  #underWay: Promise<void> | undefined;
  /** Where the last one began. Undefined: nothing has been recorded yet in this session. */
  #last: { readonly evaluations: number; readonly at: number } | undefined;
  /** Number of the last event that is recorded. */
  #recorded = 0;

  /** @throws GlompoError `GLOMPO_OPTION` */
  constructor(directory: string, options: CheckpointOptions) {
    check(options);
    this.#options = options;
    this.#directory = directory;
    this.#file = join(
      options.folder === undefined ? checkpointFolder(directory) : resolve(options.folder),
      options.name ?? defaultName,
    );
  }

  /** All up to this event is in the record. */
  recorded({ number, evaluations }: Pick<StudyEvent, 'number' | 'evaluations'>): void {
    this.#recorded = number;
    if (this.#underWay !== undefined) return;
    const isFirst = this.#last === undefined;
    this.#last ??= { evaluations, at: performance.now() };
    if (isFirst ? this.#options.atStart : this.#isDue(evaluations)) this.#begin(evaluations);
  }

  /** None is under way. */
  async settled(): Promise<void> {
    await this.#underWay;
  }

  /** Nothing more is recorded. */
  async end(): Promise<void> {
    await this.#underWay;
    if (!this.#options.atEnd || this.#recorded === 0) return;
    this.#begin(0);
    await this.#underWay;
  }

  #isDue(evaluations: number): boolean {
    const { every } = this.#options;
    if (every === undefined || this.#last === undefined) return false;
    if ('evaluations' in every) return evaluations - this.#last.evaluations >= every.evaluations;
    return performance.now() - this.#last.at >= 1000 * every.seconds;
  }

  #begin(evaluations: number): void {
    this.#last = { evaluations, at: performance.now() };
    const order = { directory: this.#directory, file: this.#file, scheduled: true, keep: this.#options.keep };
    const tell = (made: Checkpoint | GlompoError) => {
      this.#underWay = undefined;
      this.#options.onCheckpoint?.(made);
    };
    this.#underWay = checkpointByThread(order).then(tell, tell);
  }
}

function check({ every, name, keep }: CheckpointOptions): void {
  const wrong = (option: string, expected: string, got: unknown) =>
    new GlompoError('GLOMPO_OPTION', `checkpoints: ${option}: expected ${expected}, got ${show(got)}`);
  if (every !== undefined) {
    const [amount] = Object.values(every) as unknown[];
    if (typeof amount !== 'number' || !(amount > 0) || !('evaluations' in every || 'seconds' in every))
      throw wrong('every', '{ evaluations } or { seconds } above 0', every);
  }
  if (keep !== undefined && !(Number.isSafeInteger(keep) && keep > 0)) throw wrong('keep', 'a positive integer', keep);
  if (name !== undefined && (typeof name !== 'string' || !/^[^\\/\0]+$/.test(name) || /^\./.test(name)))
    throw wrong('name', 'the name of a file, without a folder, that does not begin with a dot', name);
}
