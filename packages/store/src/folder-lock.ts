import { join } from 'node:path';
import { openSqlite, resultCode, resultCodes } from './sqlite.js';

/**
 * Makes this process the only one that writes a record in a folder, until it lets go or ends in whatever way: it is a lock that the system
 * takes away from a process that is gone, so there are no stale ones.
 *
 * @param patienceMs so long it waits for somebody who has it
 * @returns how to let go; undefined if somebody else has it
 */
export function lockFolder(directory: string, { patienceMs = 0 } = {}): (() => void) | undefined {
  // SQLite knows how to lock a file on each system. Nothing is ever in this one.
  const sqlite = openSqlite(join(directory, 'study.lock'));
  try {
    sqlite.exec(`PRAGMA busy_timeout = ${patienceMs}; PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE`);
    return () => sqlite.close();
  } catch (error) {
    sqlite.close();
    if (resultCode(error) === resultCodes.busy) return undefined;
    throw error;
  }
}
