/// <reference lib="esnext.disposable" preserve="true" />
import { chmod, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { GlompoError, type Plain, type Study } from '@glompo/core';
import { decodePlain, encodePlain } from '../plain-json.js';
import { recordError, refused } from '../record-error.js';
import { writeCheckpoint } from '../write-checkpoint.js';
import { answerEnding, doorFolder, mostBytes, requestEnding } from './door-folder.js';
import { checkRequest, type DoorRequest } from './request.js';

/** How often it is looked whether somebody has put something down. */
const lookEveryMs = 100;
/** At the end, answers wait so long for those who asked. */
const answerPatienceMs = 1_000;
const answerEveryMs = 10;
/** Failures that are told of one study. */
const mostTold = 100;

/** A running study's ear for requests of other programs. */
export interface Door extends AsyncDisposable {
  /** Hears nothing more; what was heard before has been answered. */
  close(): Promise<void>;
}

/**
 * Lets other programs of the same user intervene in a study that is recorded in this folder: requests are files in `door` there, and nothing
 * listens on a network. Files named `STOP_3` and `CHKPT` in the folder itself, as users of GloMPO know them, stop run 3 and make a checkpoint.
 *
 * @param options.onFailure hears of a file `STOP_3` or `CHKPT` whose wish could not be fulfilled
 * @throws GlompoError `GLOMPO_RECORD` if the folder cannot be used
 */
export async function openDoor(
  study: Pick<Study, 'intervene' | 'resize'>,
  directory: string,
  { onFailure = () => {} }: { readonly onFailure?: (error: GlompoError) => void } = {},
): Promise<Door> {
  const folder = resolve(directory);
  const door = doorFolder(folder);
  try {
    await mkdir(door, { recursive: true, mode: 0o700 });
    if (!(await lstat(door)).isDirectory()) throw refused(folder, '"door" in it is no folder');
    await chmod(door, 0o700);
    // What was asked of an earlier session is not meant for this one.
    for (const name of await readdir(door)) await rm(join(door, name), { force: true, recursive: true });
  } catch (error) {
    throw recordError(error, folder);
  }
  async function answer(request: DoorRequest): Promise<void> {
    if (request.type === 'slots') await study.resize(request.slots);
    else await study.intervene(request);
  }

  async function hear(name: string): Promise<void> {
    const file = join(door, name);
    const said = await readOwn(file).then(text => outcome(async () => answer(checkRequest(decodePlain(text)))), failed);
    const to = join(door, name.slice(0, -requestEnding.length) + answerEnding);
    await writeFile(`${to}.part`, encodePlain(said), { mode: 0o600 });
    await rm(file, { force: true, recursive: true });
    await rename(`${to}.part`, to);
  }

  /** A file that says all by its name. */
  async function obey(name: string): Promise<void> {
    const file = join(folder, name);
    const what = name === 'CHKPT' ? () => writeCheckpoint(folder) : stopOf(name);
    if (what === undefined) return;
    try {
      await readOwn(file);
      await rm(file);
      await what();
    } catch (error) {
      await rm(file, { force: true }).catch(() => {});
      const { message } = error as Error;
      tell(new GlompoError('GLOMPO_OPTION', `${name}: ${message}`, { cause: error }));
    }
  }

  function stopOf(name: string): (() => Promise<unknown>) | undefined {
    const [, run] = /^STOP_(\d{1,15})$/.exec(name) ?? [];
    return run === undefined ? undefined : () => study.intervene({ type: 'stop-run', run: Number(run) });
  }

  /** What is being done. Nobody waits for others: making more workers takes its time, and a stop comes at once. */
  const underWay = new Map<string, Promise<void>>();
  const told = new Set<string>();

  function begin(name: string, work: (name: string) => Promise<void>): void {
    if (underWay.has(name)) return;
    const done = work(name).catch(tell);
    underWay.set(
      name,
      done.finally(() => underWay.delete(name)),
    );
  }

  /** What stays wrong is told once. */
  function tell(error: unknown): void {
    const failure = recordError(error, folder);
    if (told.has(failure.message) || told.size >= mostTold) return;
    told.add(failure.message);
    onFailure(failure);
  }

  async function look(): Promise<void> {
    try {
      for (const name of await readdir(door)) if (name.endsWith(requestEnding)) begin(name, hear);
      for (const name of await readdir(folder)) if (name === 'CHKPT' || name.startsWith('STOP_')) begin(name, obey);
    } catch (error) {
      tell(error);
    }
  }

  /** Whoever asked has a moment to take the answer. */
  async function untilTaken(): Promise<void> {
    for (let waitedMs = 0; waitedMs < answerPatienceMs; waitedMs += answerEveryMs) {
      const left = await readdir(door).catch(() => []);
      if (!left.some(name => name.endsWith(answerEnding))) return;
      await new Promise(resolve => setTimeout(resolve, answerEveryMs));
    }
  }

  let closed = false;
  let wake: () => void = () => {};
  const listening = (async () => {
    while (!closed) {
      await look();
      if (closed) break;
      await new Promise<void>(resolve => {
        wake = resolve;
        // Nobody stays for a request that may come.
        setTimeout(resolve, lookEveryMs).unref();
      });
    }
    // What was asked at the last moment is answered, too.
    await look();
    await Promise.all(underWay.values());
    await untilTaken();
    await rm(door, { recursive: true, force: true }).catch(tell);
  })();
  const close = async () => {
    closed = true;
    wake();
    await listening;
  };
  return { close, [Symbol.asyncDispose]: close };
}

/** @throws GlompoError `GLOMPO_OPTION` if it was not put down by the owner of this program */
async function readOwn(file: string): Promise<string> {
  const about = await lstat(file);
  const own = process.getuid === undefined || about.uid === process.getuid() || about.uid === 0;
  if (!about.isFile() || !own || about.size > mostBytes)
    throw new GlompoError('GLOMPO_OPTION', 'it is no file of the user whose study this is, or too large');
  return readFile(file, 'utf8');
}

async function outcome(act: () => Promise<void>): Promise<Plain> {
  try {
    await act();
    return { done: true };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Plain {
  const code = GlompoError.is(error) ? error.code : 'GLOMPO_OPTION';
  return { done: false, code, message: (error as Error).message };
}
