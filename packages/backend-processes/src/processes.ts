import { availableParallelism } from 'node:os';
import type { Backend } from '@glompo/core';
import { createWorkers, freeMemory } from '@glompo/core/node';
import { type ProcessesInput, parseProcessesOptions } from './options.js';
import { startProcess } from './process-channel.js';

/** Starting a process holds the manager up: many at once hold it up for seconds. */
const startAtOnce = 2;
/** Measured, with its watchdog and without what the task needs; what processes share counts once. */
const bytesPerProcess = 16 * 2 ** 20;

/**
 * Runs optimizers or evaluations in child processes: each can be ended whatever it does, with every program it has started, and a
 * crash stays in it. Nothing of it outlives the manager, however that ends. Made for native add-ons, blocking input and output,
 * outside programs, hard limits.
 *
 * Each worker leads a process group of its own, so Ctrl-C in a terminal reaches the manager only.
 *
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function processes(options: ProcessesInput = {}): Backend {
  const parsed = parseProcessesOptions(options);
  return {
    name: 'processes',
    api: 1,
    traits: { preemptive: true, parallel: true, remote: false, isolated: true, contained: true },
    parallelism: availableParallelism(),
    memory: { perWorker: bytesPerProcess, free: freeMemory },
    open: options =>
      createWorkers(
        {
          name: 'processes',
          startAtOnce,
          startTimeoutMs: 1_000 * parsed.startTimeout,
          start: start => startProcess(start, parsed),
        },
        options,
      ),
  };
}
