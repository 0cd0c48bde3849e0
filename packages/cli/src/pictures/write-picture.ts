import { closeSync, lstatSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { GlompoError } from '@glompo/core';
import { makeFolder, unfinishedFile } from '@glompo/core/node';
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
  guarded(path, () => makeFolder(folder));
  checkReplaceable(path);
  const unfinished = unfinishedFile(folder);
  guarded(path, () => {
    try {
      writeFileSync(unfinished, content, { flag: 'wx' });
      renameSync(unfinished, path);
    } finally {
      rmSync(unfinished, { force: true });
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
