import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { GlompoError } from '@glompo/core';
import type { CheckpointStart, CheckpointWord } from './checkpoint.worker.js';
import { defaultName } from './checkpoint-name.js';
import type { Checkpoint } from './checkpoint-rows.js';
import { checkpointError } from './record-error.js';

/** Where checkpoints are that nobody has given another place. */
export const checkpointFolder = (directory: string) => join(directory, 'checkpoints');

/**
 * Makes a checkpoint of a study: one file with all that is recorded at this moment, from which the study goes on anywhere. The study may be running, here or in another process, and
 * does not wait for it. The file is there when it is whole.
 *
 * @param directory of the study
 * @param file `{time}`, `{evaluations}` and `{event}` in its name are filled in. Its folder is made if it is not there; a checkpoint of the same study is replaced, and nothing
 *   else is. Default: `checkpoints/checkpoint-{time}-{evaluations}.db` in the folder of the study
 * @throws GlompoError `GLOMPO_RECORD`
 */
export function writeCheckpoint(directory: string, file?: string): Promise<Checkpoint> {
  const folder = resolve(directory);
  const target = file === undefined ? join(checkpointFolder(folder), defaultName) : resolve(file);
  return checkpointByThread({ directory: folder, file: target, scheduled: false, keep: undefined });
}

/** A thread of its own copies, so that no event loop waits for the disk. */
export function checkpointByThread(start: CheckpointStart): Promise<Checkpoint> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./checkpoint.worker.js', import.meta.url), { workerData: start, execArgv: [] });
    const failed = (error: unknown) => reject(checkpointError(error, start));
    worker.on('message', (word: CheckpointWord) => {
      if ('made' in word) resolve(word.made);
      else reject(new GlompoError(word.failed.code, word.failed.message));
    });
    worker.on('error', failed);
    worker.on('exit', () => failed(new Error('the thread that made it is gone')));
  });
}
