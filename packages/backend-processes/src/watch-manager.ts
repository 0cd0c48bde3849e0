import { once } from 'node:events';
import { readSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** More than the watchdog takes: it ends this process, too. */
const endedWithinMs = 5_000;
/** More than passes between the first and the last of its ends that are closed when a manager is killed. */
const goneWithinMs = 1_000;
/** What is said when something is written to a manager that is gone. */
const brokenOff = new Set<unknown>(['EPIPE', 'ECONNRESET', 'ERR_IPC_CHANNEL_CLOSED']);

/** What the watchdog needs to know of its process. */
export interface Watched {
  /** To be removed. */
  readonly directory: string;
  /** By which all that it has started is known (`ProcessFamily`). */
  readonly mark: string;
}

/**
 * Lets this process and all that it has started end with the manager, whatever they do and however the manager ends: fd 0 is a
 * pipe that the manager holds, and a thread of its own waits for the end of it. It waits in its event loop: blocked in a read, it
 * could not be ended when this process wants to exit.
 *
 * Resolves when the thread is on watch.
 */
export async function watchManager(watched: Watched): Promise<void> {
  const watchdog = new Worker(new URL('./watchdog.js', import.meta.url), {
    workerData: watched,
    // Little to hold, and nothing of what the worker's own thread was given.
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 },
    execArgv: [],
  });
  watchdog.unref();
  await once(watchdog, 'message');
  let isBrokenOff = false;
  process.on('uncaughtExceptionMonitor', error => {
    isBrokenOff ||= brokenOff.has((error as NodeJS.ErrnoException).code);
  });
  process.on('exit', () => {
    if (isManagerGone() || (isBrokenOff && isManagerGoneSoon())) wait(endedWithinMs);
  });
}

/** The manager is being taken down, perhaps: what it held is closed one after the other, and the pipe by which its end is known not first. */
function isManagerGoneSoon(): boolean {
  for (const end = Date.now() + goneWithinMs; Date.now() < end; wait(2)) if (isManagerGone()) return true;
  return false;
}

/** Blocks this thread; the watchdog has its own. */
function wait(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/**
 * Whoever waits in its event loop when the manager ends hears of it as soon as the watchdog does, and exits: it would take the watchdog
 * along, and leave behind what it has started.
 */
function isManagerGone(): boolean {
  if (!process.connected) return true;
  try {
    // Nothing is ever written there: it is the end.
    return readSync(0, new Uint8Array(1)) === 0;
  } catch {
    // Nothing to read (EAGAIN): the manager holds it.
    return false;
  }
}
