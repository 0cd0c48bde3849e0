import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** More entries than this are not looked at. */
const mostEntries = 10_000;

/** Notes what lies in a folder now. @returns the function that tells what has been added there or written to since, by name */
export function watchFolder(folder: string): () => string[] {
  const before = entriesOf(folder);
  return () => [...entriesOf(folder)].flatMap(([name, state]) => (before.get(name) === state ? [] : [name])).sort();
}

function entriesOf(folder: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const name of namesIn(folder).slice(0, mostEntries)) {
    const status = statSync(join(folder, name), { throwIfNoEntry: false, bigint: true });
    if (status) entries.set(name, `${status.mtimeNs} ${status.size} ${status.ino}`);
  }
  return entries;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
