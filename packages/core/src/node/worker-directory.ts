import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './is-alive.js';

/** Directories that workers alive may have made. */
const claimed = new Set<string>();

let swept = false;
let prefix: string | undefined;

/**
 * With what the names of all directories begin whose makers are processes that this one can ask for: what is in a container of its own, or was
 * there before the machine was started anew, has other ids.
 */
export function directoryPrefix(): string {
  prefix ??= `glompo-${createHash('sha256').update(whereabouts()).digest('hex').slice(0, 8)}-`;
  return prefix;
}

function whereabouts(): string {
  const bootId = textOf(() => readFileSync('/proc/sys/kernel/random/boot_id'));
  return [hostname(), bootId, textOf(() => readlinkSync('/proc/self/ns/pid'))].join();
}

/** Removes, without haste, what processes of this user have left behind that are no more. What cannot be removed stays. */
export async function sweepDirectories(folder: string): Promise<void> {
  const uid = process.getuid?.();
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(directoryPrefix())) continue;
    const pid = Number.parseInt(name.slice(directoryPrefix().length), 10);
    const path = join(folder, name);
    try {
      if (isAlive(pid) || (await lstat(path)).uid !== (uid ?? 0)) continue;
      await rm(path, { recursive: true, force: true });
    } catch {
      // Somebody else has removed it, or it is not ours.
    }
  }
}

/** A worker that is ended by force cannot remove its directory: so the manager names it, and removes it after the worker's end. */
export function claimDirectory(worker: number): { readonly path: string; remove(): Promise<void> } {
  if (!swept) void sweepDirectories(tmpdir());
  swept = true;
  const path = join(tmpdir(), `${directoryPrefix()}${process.pid}-${worker}-${randomBytes(8).toString('hex')}`);
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

/** On Linux; elsewhere none. */
function textOf(read: () => Buffer | string): string {
  try {
    return read().toString();
  } catch {
    return '';
  }
}
