import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite, resultCode, resultCodes } from './sqlite.js';

/** Lets go of a folder. @param how.remove also removes the file that tells who has it */
export type Unlock = (how?: { readonly remove: boolean }) => void;

export const lockFile = (directory: string) => join(directory, 'study.lock');

/**
 * Makes this process the only one that writes a record in a folder, until it lets go or ends in whatever way: it is a lock that the system
 * takes away from a process that is gone, so there are no stale ones.
 *
 * @param patienceMs so long it waits for somebody who has it
 * @returns how to let go; undefined if somebody else has it
 */
export function lockFolder(directory: string, { patienceMs = 0 } = {}): Unlock | undefined {
  const file = lockFile(directory);
  for (;;) {
    // SQLite knows how to lock a file on each system. Nothing is ever in this one.
    const sqlite = openSqlite(file);
    try {
      sqlite.exec('PRAGMA journal_mode = MEMORY');
      const opened = inode(file);
      sqlite.exec(`PRAGMA busy_timeout = ${patienceMs}; BEGIN IMMEDIATE`);
      // Whoever had it may have removed the file meanwhile: then this is a lock of nothing.
      if (opened !== undefined && inode(file) === opened) return letGo(sqlite, file);
      sqlite.close();
    } catch (error) {
      sqlite.close();
      if (resultCode(error) === resultCodes.busy) return undefined;
      throw error;
    }
  }
}

const inode = (file: string) => statSync(file, { throwIfNoEntry: false })?.ino;

function letGo(sqlite: { close(): void }, file: string): Unlock {
  return ({ remove } = { remove: false }) => {
    const isRemoved = remove && isGone(file);
    sqlite.close();
    // Windows removes no file that is open.
    if (remove && !isRemoved) isGone(file);
  };
}

function isGone(file: string): boolean {
  try {
    rmSync(file, { force: true });
    return true;
  } catch {
    return false;
  }
}
