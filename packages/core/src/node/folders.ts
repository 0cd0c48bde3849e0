import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder, and those above it that are not there. Unlike Node's own recursive `mkdir` it comes to an end where the system lets nobody make any, as in `/proc`.
 *
 * @returns those that it has made, the deepest first
 * @throws what the system says
 */
export function makeFolder(folder: string): readonly string[] {
  const missing: string[] = [];
  for (let path = resolve(folder); statSync(path, { throwIfNoEntry: false }) === undefined; path = dirname(path))
    missing.push(path);
  const made: string[] = [];
  for (const path of missing.reverse()) {
    try {
      mkdirSync(path);
      made.unshift(path);
    } catch (error) {
      // Somebody else has made it meanwhile.
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      removeFolders(made);
      throw error;
    }
  }
  // With a file of that name the system says what it is.
  if (!statSync(folder).isDirectory()) mkdirSync(folder);
  return made;
}

/** Removes folders that have become empty, the deepest first. */
export function removeFolders(made: readonly string[]): void {
  for (const path of made) {
    try {
      rmdirSync(path);
    } catch {
      // Something is in it.
      return;
    }
  }
}
