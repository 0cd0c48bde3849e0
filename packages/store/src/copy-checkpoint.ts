import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StudyRecord } from '@glompo/core';
import { makeFolder, removeFolders } from '@glompo/core/node';
import { checkAll } from './check-all.js';
import type { Checkpoint } from './checkpoint-rows.js';
import { lockFile, lockFolder } from './folder-lock.js';
import { lookInto, withSqlite } from './look-into.js';
import { putCheckpoint } from './put-checkpoint.js';
import { recordError, refused } from './record-error.js';
import { schemaIn } from './record-file.js';
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
    const made = makeFolder(folder);
    const hadLock = existsSync(lockFile(folder));
    const unlock = lockFolder(folder);
    if (unlock === undefined) throw refused(folder, 'a study is being recorded there');
    let isThere = false;
    try {
      putCheckpoint(source, folder);
      isThere = true;
    } finally {
      unlock({ remove: !isThere && !hadLock });
      removeFolders(made);
    }
  } catch (error) {
    throw recordError(error, folder);
  }
  return checkpoint;
}
