import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { GlompoError } from '@glompo/core';
import { applicationId, schemaVersion, upToDate } from './schema.js';
import { openSqlite, type Sqlite } from './sqlite.js';

export const recordFile = (directory: string) => join(directory, 'study.db');

/** Of a study that did not begin. Whoever has the folder's lock may do so. */
export function removeRecord(directory: string): void {
  for (const rest of ['', '-wal', '-shm', '-journal']) {
    try {
      rmSync(recordFile(directory) + rest, { force: true });
    } catch {
      // On Windows, somebody may have it open: it holds nothing.
    }
  }
}

/** The file of a record: `study.db` in a folder, or a file itself, such as a checkpoint. */
export function recordFileAt(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : recordFile(path);
}

/** So long it is waited for another program that has the file locked for a moment. */
export const busyTimeoutMs = 10_000;

/** Whether there is a record in a database file. It is not changed. @throws GlompoError as `schemaIn` does */
export function holdsRecord(sqlite: Sqlite): boolean {
  return schemaIn(sqlite) > 0;
}

/**
 * What a database file is, without changing it.
 *
 * @returns the version of the schema of the record in it; 0: nothing is in it
 * @throws GlompoError `GLOMPO_RECORD` if it is something else, or of a version that is not known here
 */
export function schemaIn(sqlite: Sqlite): number {
  const application = pragma(sqlite, 'application_id');
  if (application !== applicationId) {
    const [tables] = sqlite.prepare('SELECT count(*) AS count FROM sqlite_master').all();
    if (application === 0 && tables?.count === 0) return 0;
    throw new GlompoError('GLOMPO_RECORD', 'it is the database of something else');
  }
  const version = Number(pragma(sqlite, 'user_version'));
  if (version > schemaVersion) {
    throw new GlompoError(
      'GLOMPO_RECORD',
      `it was written by a newer version of glompo (schema ${version}, and this one knows ${schemaVersion}): update glompo`,
    );
  }
  if (version < 1) throw new GlompoError('GLOMPO_RECORD', `it is damaged: there is no schema ${version}`);
  checkObjects(sqlite, version);
  return version;
}

/**
 * What a table or view of that name is must be what glompo made, since it is read and written by that name: somebody else's file could have another thing there.
 * What has other names is nobody's business, but triggers, which act by themselves.
 */
function checkObjects(sqlite: Sqlite, version: number): void {
  const objects = objectsIn(sqlite);
  for (const [name, sql] of objects)
    if (/^trigger /.test(name)) throw new GlompoError('GLOMPO_RECORD', `it is no record as glompo makes it: ${sql}`);
  for (const [name, sql] of objectsOf(version))
    if (objects.get(name) !== sql)
      throw new GlompoError('GLOMPO_RECORD', `it is damaged, or no record as glompo makes it: its ${name} is another`);
}

const known = new Map<number, ReadonlyMap<string, string>>();

function objectsOf(version: number): ReadonlyMap<string, string> {
  const before = known.get(version);
  if (before) return before;
  const sqlite = openSqlite(':memory:');
  try {
    sqlite.exec(upToDate(0, version));
    const objects = objectsIn(sqlite);
    known.set(version, objects);
    return objects;
  } finally {
    sqlite.close();
  }
}

/** Text as bytes: drivers break down where it is damaged. */
function objectsIn(sqlite: Sqlite): ReadonlyMap<string, string> {
  const columns = ['type', 'name', 'sql'].map(name => `CAST(${name} AS BLOB) AS ${name}`).join(', ');
  const rows = sqlite.prepare(`SELECT ${columns} FROM sqlite_master WHERE sql IS NOT NULL`).all();
  const text = (cell: unknown) => (cell instanceof Uint8Array ? Buffer.from(cell).toString('utf8') : '');
  return new Map(rows.map(({ type, name, sql }) => [`${text(type)} ${text(name)}`, text(sql).replace(/\s+/g, ' ')]));
}

function pragma(sqlite: Sqlite, name: string): unknown {
  return Object.values(sqlite.prepare(`PRAGMA ${name}`).all()[0] ?? {})[0];
}
