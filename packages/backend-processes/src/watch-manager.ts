import { once } from 'node:events';
import { readSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** More than the watchdog takes: it ends this process, too. */
const endedWithinMs = 5_000;

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
  process.on('exit', () => {
    if (isManagerGone()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, endedWithinMs);
  });
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
