import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { GlompoError, type StudyRecord } from '@glompo/core';
import { checkAll } from './check-all.js';
import type { Checkpoint } from './checkpoint-rows.js';
import { lockFolder } from './folder-lock.js';
import { bringFileToDisk, bringNameToDisk, removeLeftovers, unfinishedFile } from './leftovers.js';
import { lookInto, withSqlite } from './look-into.js';
import { recordError, refused } from './record-error.js';
import { recordFile, schemaIn } from './record-file.js';
import { RecordReader } from './record-reader.js';
import { openRecord } from './study-record.js';

/**
 * Opens a checkpoint for reading, and checks all that is in it, whoever made it: what can be gone on with is whole.
 *
 * @throws GlompoError `GLOMPO_RECORD` if it is damaged, none, of a newer version, or not all trials are in it
 */
export function openCheckpoint(file: string): StudyRecord {
  const path = resolve(file);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw refused(path, 'there is no such file');
  // It is one file; with one of these it is a record in use, or one that was never finished.
  for (const beside of ['-wal', '-journal'])
    if (existsSync(path + beside))
      throw refused(
        path,
        `it is no checkpoint: there is ${path}${beside}, which belongs to it (glompo checkpoint makes one)`,
      );
  const record = openRecord(path);
  try {
    withSqlite(path, sqlite => checkAll(new RecordReader(sqlite, schemaIn(sqlite))));
    if (lookInto(path) === undefined)
      throw refused(path, 'it is no checkpoint (glompo checkpoint makes one of a study)');
    return record;
  } catch (error) {
    record.close();
    throw recordError(error, path);
  }
}

/**
 * Puts a checkpoint into a folder as the record of a study that can be gone on with there.
 *
 * @param directory is made if it is not there
 * @returns what the checkpoint says of itself
 * @throws GlompoError `GLOMPO_RECORD` as `openCheckpoint` does, before anything is made; if a study is there, or the folder cannot be written
 */
export function copyCheckpoint(file: string, directory: string): Checkpoint {
  const source = resolve(file);
  const folder = resolve(directory);
  using _ = openCheckpoint(source);
  const checkpoint = lookInto(source) as Checkpoint;
  try {
    mkdirSync(folder, { recursive: true });
    const unlock = lockFolder(folder);
    if (unlock === undefined) throw refused(folder, 'a study is being recorded there');
    const unfinished = unfinishedFile(folder);
    try {
      for (const rest of ['', '-wal', '-journal'])
        if (existsSync(recordFile(folder) + rest))
          throw new GlompoError(
            'GLOMPO_RECORD',
            `there is a study.db${rest}, which is not overwritten: give another folder`,
          );
      removeLeftovers(folder);
      copyFileSync(source, unfinished);
      bringFileToDisk(unfinished);
      renameSync(unfinished, recordFile(folder));
      bringNameToDisk(recordFile(folder));
    } finally {
      rmSync(unfinished, { force: true });
      unlock();
    }
  } catch (error) {
    throw recordError(error, folder);
  }
  return checkpoint;
}
