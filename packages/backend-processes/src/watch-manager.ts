import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { killGroup } from './process-group.js';

/**
 * Lets this process and all that it has started end with the manager, whatever they do and however the manager ends: fd 0 is a
 * pipe that the manager holds, and a thread of its own waits for the end of it. It waits in its event loop: blocked in a read, it
 * could not be ended when this process wants to exit.
 *
 * Resolves when the thread is on watch.
 */
export async function watchManager(): Promise<void> {
  process.on('disconnect', () => killGroup(process.pid));
  const watchdog = new Worker(new URL('./watchdog.js', import.meta.url), {
    workerData: { group: process.pid },
    // Little to hold, and nothing of what the worker's own thread was given.
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 },
    execArgv: [],
  });
  watchdog.unref();
  await once(watchdog, 'message');
}
