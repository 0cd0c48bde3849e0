import { availableParallelism } from 'node:os';
import type { Backend } from '@glompo/core';
import { createWorkers, freeMemory } from '@glompo/core/node';
import { parseThreadsOptions, type ThreadsInput } from './options.js';
import { startThread } from './thread-channel.js';

/** Measured, without what the task needs. */
const bytesPerThread = 8 * 2 ** 20;

/**
 * Runs optimizers or evaluations on worker threads of the manager's process: quick to start and to talk to, and made for pure
 * JavaScript. A thread that computes without end can be ended; one that is inside a blocking native call cannot, and native code
 * that crashes takes the whole process along: for such tasks there is `processes`.
 *
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function threads(options: ThreadsInput = {}): Backend {
  const { maxHeapMb, startTimeout } = parseThreadsOptions(options);
  const parallelism = availableParallelism();
  return {
    name: 'threads',
    api: 1,
    traits: { preemptive: true, parallel: true, remote: false, isolated: true },
    parallelism,
    memory: { perWorker: bytesPerThread, free: freeMemory },
    open: options =>
      createWorkers(
        {
          name: 'threads',
          startAtOnce: Math.max(2, parallelism),
          startTimeoutMs: 1_000 * startTimeout,
          start: start => startThread(start, maxHeapMb),
        },
        options,
      ),
  };
}
