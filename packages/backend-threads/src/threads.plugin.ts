import type { BackendPlugin } from '@glompo/core';
import { parseThreadsOptions, type ThreadsOptions } from './options.js';
import { threads } from './threads.js';

export default {
  name: 'threads',
  api: 1,
  parse: parseThreadsOptions,
  create: threads,
} satisfies BackendPlugin<ThreadsOptions>;
