import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { GlompoError, type PlainObject } from '@glompo/core';
import { lockFolder } from '../folder-lock.js';
import { decodePlain, encodePlain } from '../plain-json.js';
import { recordError, refused } from '../record-error.js';
import { recordFile } from '../record-file.js';
import { answerEnding, doorFolder, requestEnding } from './door-folder.js';
import type { DoorRequest } from './request.js';

const lookEveryMs = 20;
/** How often it is asked whether the study still runs. */
const askEveryMs = 500;

/** Whether somebody records a study in this folder at the moment. */
export function isRunning(directory: string): boolean {
  const folder = resolve(directory);
  if (!existsSync(join(folder, 'study.lock'))) return false;
  try {
    const unlock = lockFolder(folder);
    unlock?.();
    return unlock === undefined;
  } catch (error) {
    throw recordError(error, folder);
  }
}

/**
 * Asks something of the study that runs in this folder, in whatever program, and waits until it is done.
 *
 * @throws GlompoError `GLOMPO_CLOSED` if none runs there, or it hears no requests; what the study says to it
 */
export async function askStudy(
  directory: string,
  request: DoorRequest,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const folder = resolve(directory);
  if (!existsSync(recordFile(folder))) throw refused(folder, 'there is none (no study.db)');
  if (!isRunning(folder)) throw closed(`no study is running in ${folder}`);
  const door = doorFolder(folder);
  if (!existsSync(door)) throw closed(`the study in ${folder} runs, but hears no requests: its program opens no door`);
  const name = join(door, `${process.pid}-${Math.random().toString(36).slice(2)}`);
  const answer = name + answerEnding;
  try {
    await writeFile(`${name}.part`, encodePlain(request as unknown as PlainObject), { mode: 0o600 });
    await rename(`${name}.part`, name + requestEnding);
    for (let waited = 0; !existsSync(answer); waited += lookEveryMs) {
      signal?.throwIfAborted();
      if (waited % askEveryMs === 0 && !isRunning(folder) && !existsSync(answer))
        throw closed(`the study in ${folder} has ended meanwhile`);
      await after(lookEveryMs);
    }
    const said = decodePlain(await readFile(answer, 'utf8')) as PlainObject;
    if (said.done !== true) throw new GlompoError(said.code as GlompoError['code'], String(said.message));
  } catch (error) {
    throw GlompoError.is(error) || signal?.aborted ? error : recordError(error, folder);
  } finally {
    for (const ending of ['.part', requestEnding, answerEnding]) await rm(name + ending, { force: true });
  }
}

function closed(message: string): GlompoError {
  return new GlompoError('GLOMPO_CLOSED', message);
}
