import type { BackendPlugin } from '@glompo/core';
import { parseThreadsOptions, type ThreadsOptions, threadsOptions } from './options.js';
import { threads } from './threads.js';

export default {
  name: 'threads',
  api: 1,
  options: threadsOptions,
  parse: parseThreadsOptions,
  create: threads,
} satisfies BackendPlugin<ThreadsOptions>;
