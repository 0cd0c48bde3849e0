import { defineOptions, type Input, type Parsed, parseOptions } from '@glompo/core';

const spec = defineOptions({
  maxHeapMb: {
    type: 'integer',
    min: 8,
    optional: true,
    description:
      'megabytes of JavaScript objects that a worker may hold before it is ended; typed arrays are not counted; by default what Node allows',
  },
});

/** Options of the backend `threads`. */
export type ThreadsInput = Input<typeof spec>;
export type ThreadsOptions = Parsed<typeof spec>;

/** @throws GlompoError `GLOMPO_OPTION` */
export function parseThreadsOptions(options: unknown): ThreadsOptions {
  return parseOptions(spec, options, 'threads');
}
