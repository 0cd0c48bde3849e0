import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { lockFolder } from './folder-lock.js';
import { recordFile } from './record-file.js';
import { openSqlite } from './sqlite.js';

/**
 * Puts what a killed study has left beside its record into it, as SQLite does itself when the last one closes it. To be called before a record is read to go on with it: libsql
 * closes what has been read from only when its statements are collected, and until then the record could not become one file again. Nothing is done if somebody writes there, or it cannot be.
 */
export function foldRecord(directory: string): void {
  const folder = resolve(directory);
  const file = recordFile(folder);
  try {
    if (!existsSync(`${file}-wal`)) return;
    const unlock = lockFolder(folder);
    if (unlock === undefined) return;
    try {
      const sqlite = openSqlite(file);
      try {
        // Of no record this fails. Nothing is prepared: a statement would stay.
        sqlite.exec('SELECT checksum FROM sessions LIMIT 1; PRAGMA journal_mode = DELETE');
      } finally {
        sqlite.close();
      }
    } finally {
      unlock();
    }
  } catch {
    // Whoever goes on with it says what is wrong.
  }
}
