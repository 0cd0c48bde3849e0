import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { GlompoError } from '@glompo/core';
import { makeFolder, removeFolders, unfinishedFile } from '@glompo/core/node';
import { bringFileToDisk, bringNameToDisk } from './bring-to-disk.js';
import { checkAll } from './check-all.js';
import { filledIn } from './checkpoint-name.js';
import { type Checkpoint, identityOf, markCheckpoint } from './checkpoint-rows.js';
import { lookInto, withSqlite } from './look-into.js';
import { refused } from './record-error.js';
import { busyTimeoutMs, recordFile, schemaIn } from './record-file.js';
import { RecordReader } from './record-reader.js';
import { schemaVersion, upToDate } from './schema.js';

export interface CheckpointOrder {
  /** Of the study. */
  readonly directory: string;
  /** The file, which is replaced if it is a checkpoint of the same study; `{time}`, `{evaluations}` and `{event}` in its name stand for those of the checkpoint. */
  readonly file: string;
  readonly scheduled: boolean;
}

/**
 * Copies what is recorded at one moment, in one transaction that only reads: whoever writes goes on meanwhile. The file has its name when all is in it, was checked, and is on the disk.
 *
 * @throws GlompoError `GLOMPO_RECORD`; whatever SQLite or the file system says
 */
export function makeCheckpoint({ directory, file, scheduled }: CheckpointOrder): Checkpoint {
  if (!existsSync(recordFile(directory))) throw refused(directory, 'there is none (no study.db)');
  const folder = dirname(file);
  const made = makeFolder(folder);
  const unfinished = unfinishedFile(folder);
  try {
    copyRecord(directory, unfinished);
    const { identity, ...checkpoint } = mark(unfinished, { directory, scheduled });
    const target = join(folder, filledIn(basename(file), checkpoint));
    if (existsSync(target) && lookInto(target)?.identity !== identity)
      throw new GlompoError(
        'GLOMPO_RECORD',
        `the checkpoint ${target}: something else is there, which is not overwritten`,
      );
    bringFileToDisk(unfinished);
    renameSync(unfinished, target);
    bringNameToDisk(target);
    return { ...checkpoint, file: target };
  } finally {
    for (const rest of ['', '-journal']) rmSync(unfinished + rest, { force: true });
    removeFolders(made);
  }
}

function copyRecord(directory: string, to: string): void {
  withSqlite(recordFile(directory), sqlite => {
    sqlite.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    if (schemaIn(sqlite) === 0)
      throw refused(directory, 'it is empty: nothing is recorded in it yet, or its study was killed while it started');
    sqlite.prepare('VACUUM INTO ?').run(to);
  });
}

function mark(
  file: string,
  { directory, scheduled }: { readonly directory: string; readonly scheduled: boolean },
): Checkpoint & { readonly identity: string } {
  return withSqlite(file, sqlite => {
    // It has no name yet, and is brought to disk as a whole.
    sqlite.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; BEGIN IMMEDIATE');
    const version = schemaIn(sqlite);
    if (version < schemaVersion) sqlite.exec(upToDate(version));
    const made = markCheckpoint(sqlite, { file, folder: directory, scheduled });
    sqlite.exec('COMMIT');
    if (made.event === 0) throw refused(directory, 'nothing was recorded yet');
    const reader = new RecordReader(sqlite, schemaVersion);
    // What was damaged on the disk would take the place of a good one, and be missed when it is needed.
    checkAll(reader, { mayBeWeak: true });
    return { ...made, identity: identityOf(reader) };
  });
}
