import { availableParallelism } from 'node:os';
import { type Backend, defineOptions, type Input, parseOptions } from '@glompo/core';
import { createWorkers } from '@glompo/core/node';
import { startPipe } from './pipe-channel.js';

export const pipesOptions = defineOptions({
  nice: {
    type: 'integer',
    min: 0,
    max: 19,
    default: 0,
    description: 'how far the workers stand back behind other programs',
  },
});

export type PipesInput = Input<typeof pipesOptions>;

/** Child processes that talk with the manager over a pipe of their own. */
export function pipes(options: PipesInput = {}): Backend {
  const { nice } = parseOptions(pipesOptions, options, 'pipes');
  return {
    name: 'pipes',
    api: 1,
    traits: { preemptive: true, parallel: true, remote: false, isolated: true },
    parallelism: availableParallelism(),
    open: options => createWorkers({ name: 'pipes', startAtOnce: 2, start: start => startPipe(start, nice) }, options),
  };
}
