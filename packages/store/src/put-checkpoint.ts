import { copyFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { GlompoError } from '@glompo/core';
import { unfinishedFile } from '@glompo/core/node';
import { bringFileToDisk, bringNameToDisk } from './bring-to-disk.js';
import { recordFile } from './record-file.js';

/**
 * Makes a copy of a checkpoint the record of a folder, whose lock the caller has.
 *
 * @throws GlompoError `GLOMPO_RECORD` if one is there; what the file system says
 */
export function putCheckpoint(file: string, directory: string): void {
  // An empty one is what a study has left that was killed while it started.
  for (const rest of ['', '-wal', '-journal'])
    if ((statSync(recordFile(directory) + rest, { throwIfNoEntry: false })?.size ?? 0) > 0)
      throw new GlompoError(
        'GLOMPO_RECORD',
        `there is a study.db${rest}, which is not overwritten: give another folder`,
      );
  const unfinished = unfinishedFile(directory);
  try {
    copyFileSync(file, unfinished);
    bringFileToDisk(unfinished);
    renameSync(unfinished, recordFile(directory));
    bringNameToDisk(recordFile(directory));
  } finally {
    rmSync(unfinished, { force: true });
  }
}
