import { defineOptions, type Input, type Parsed, parseOptions } from '@glompo/core';

/** The options of `threads`, as lists show them. */
export const threadsOptions = defineOptions({
  maxHeapMb: {
    type: 'integer',
    min: 8,
    optional: true,
    description:
      'megabytes of JavaScript objects that a worker may hold before it is ended; typed arrays are not counted; by default what Node allows',
  },
  startTimeout: {
    type: 'number',
    above: 0,
    default: 60,
    description: 'seconds that a worker may take to start',
  },
});

/** Options of the backend `threads`. */
export type ThreadsInput = Input<typeof threadsOptions>;
export type ThreadsOptions = Parsed<typeof threadsOptions>;

/** @throws GlompoError `GLOMPO_OPTION` */
export function parseThreadsOptions(options: unknown): ThreadsOptions {
  return parseOptions(threadsOptions, options, 'threads');
}
