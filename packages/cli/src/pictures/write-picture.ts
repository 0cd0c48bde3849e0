import { closeSync, lstatSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { GlompoError } from '@glompo/core';
import { isOwnPicture } from '@glompo/plot/png';

/**
 * Refuses a path at which there is something else than a picture of ours: only those are replaced.
 *
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function checkReplaceable(path: string): void {
  const stat = guarded(path, () => lstatSync(path, { throwIfNoEntry: false }));
  if (stat === undefined) return;
  if (!stat.isFile() || !guarded(path, () => isOwnPicture(firstBytes(path))))
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${path} exists, and glompo plot has not made it: remove it, or name another place by --to`,
    );
}

/** Writes a picture under a temporary name first, so that nobody ever sees a part of it. */
export function writePicture(path: string, content: string | Uint8Array): void {
  const folder = dirname(path);
  guarded(path, () => mkdirSync(folder, { recursive: true }));
  checkReplaceable(path);
  const temporary = join(folder, `.${basename(path)}.${process.pid}.tmp`);
  guarded(path, () => {
    try {
      writeFileSync(temporary, content, { flag: 'wx' });
      renameSync(temporary, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(temporary, { force: true });
      throw error;
    }
  });
}

function firstBytes(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(1024);
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

function guarded<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${path} cannot be written (${code ?? message}): name another place by --to`,
      {
        cause: error,
      },
    );
  }
}
