import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Directories that workers alive may have made. */
const claimed = new Set<string>();

/** A worker that is ended by force cannot remove its directory: so the manager names it, and removes it after the worker's end. */
export function claimDirectory(worker: number): { readonly path: string; remove(): Promise<void> } {
  const path = join(tmpdir(), `glompo-${process.pid}-${worker}-${randomBytes(8).toString('hex')}`);
  if (claimed.size === 0) process.on('exit', removeAll);
  claimed.add(path);
  return {
    path,
    async remove() {
      try {
        await rm(path, { recursive: true, force: true, maxRetries: 3 });
      } catch (error) {
        process.emitWarning(`glompo could not remove the directory of a worker: ${(error as Error).message}`);
      }
      claimed.delete(path);
      if (claimed.size === 0) process.off('exit', removeAll);
    },
  };
}

/** The manager exits without having closed its workers. */
function removeAll(): void {
  for (const path of claimed) rmSync(path, { recursive: true, force: true });
}
