import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';

/** Files that are being made have such names: who makes it is in it. */
const pattern = /^\.glompo-([0-9a-f]+)-(\d+)-[0-9a-f]+\.tmp(-journal|-wal|-shm)?$/;
/** One of another machine is left over when nobody has touched it for so long. */
const dayMs = 24 * 60 * 60 * 1000;

const hostId = () => Buffer.from(hostname()).toString('hex').slice(0, 16) || '0';

/** A name in the folder for a file that is not finished. */
export function unfinishedFile(folder: string): string {
  return join(folder, `.glompo-${hostId()}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
}

/** Removes unfinished files of programs that are gone. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, host, pid] = pattern.exec(name) ?? [];
    if (host === undefined) continue;
    const file = join(folder, name);
    const { mtimeMs = Date.now() } = statSync(file, { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > dayMs || (host === hostId() && !isAlive(Number(pid)))) rmSync(file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What is in a file survives the machine. */
export function bringFileToDisk(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** So does its name. */
export function bringNameToDisk(file: string): void {
  // Windows has no such thing.
  if (process.platform === 'win32') return;
  const descriptor = openSync(dirname(file), 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
