import { join } from 'node:path';
import { GlompoError } from '@glompo/core';
import { applicationId, schemaVersion } from './schema.js';
import type { Sqlite } from './sqlite.js';

export const recordFile = (directory: string) => join(directory, 'study.db');

/** So long it is waited for another program that has the file locked for a moment. */
export const busyTimeoutMs = 10_000;

/**
 * What a database file is, without changing it.
 *
 * @returns whether there is a record in it; false: nothing is
 * @throws GlompoError `GLOMPO_RECORD` if it is something else, or of a version that is not known here
 */
export function holdsRecord(sqlite: Sqlite): boolean {
  const application = pragma(sqlite, 'application_id');
  if (application !== applicationId) {
    const [tables] = sqlite.prepare('SELECT count(*) AS count FROM sqlite_master').all();
    if (application === 0 && tables?.count === 0) return false;
    throw new GlompoError('GLOMPO_RECORD', 'study.db is the database of something else');
  }
  const version = Number(pragma(sqlite, 'user_version'));
  if (version > schemaVersion) {
    throw new GlompoError(
      'GLOMPO_RECORD',
      `it was written by a newer version of glompo (schema ${version}, and this one knows ${schemaVersion}): update glompo`,
    );
  }
  if (version !== schemaVersion) throw new GlompoError('GLOMPO_RECORD', `it is damaged: there is no schema ${version}`);
  return true;
}

function pragma(sqlite: Sqlite, name: string): unknown {
  return Object.values(sqlite.prepare(`PRAGMA ${name}`).all()[0] ?? {})[0];
}
