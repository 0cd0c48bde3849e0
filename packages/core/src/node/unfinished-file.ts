import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './is-alive.js';

/** Files that are being made have such names: who makes it is in it. Databases have others beside them. */
const pattern = /^\.glompo-([0-9a-f]+)-(\d+)-[0-9a-f]+\.tmp(-journal|-wal|-shm)?$/;
/** One of another machine is left over when nobody has touched it for so long. */
const dayMs = 24 * 60 * 60 * 1000;

const hostId = () => Buffer.from(hostname()).toString('hex').slice(0, 16) || '0';

/**
 * A name for a file that is not finished, in the folder in which it shall have its own when it is: nobody ever sees a part of it. What programs
 * have left there that were killed meanwhile is removed, where that can be.
 */
export function unfinishedFile(folder: string): string {
  try {
    removeLeftovers(folder);
  } catch {
    // Whoever writes there says what is wrong with it.
  }
  return join(folder, `.glompo-${hostId()}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
}

function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, host, pid] = pattern.exec(name) ?? [];
    if (host === undefined) continue;
    const file = join(folder, name);
    const { mtimeMs = Date.now() } = statSync(file, { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > dayMs || (host === hostId() && !isAlive(Number(pid)))) rmSync(file, { force: true });
  }
}
