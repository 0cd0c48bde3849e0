import type { BackendPlugin } from '@glompo/core';
import { parseThreadsOptions, type ThreadsOptions, threadsOptions } from './options.js';
import { threads } from './threads.js';

export default {
  name: 'threads',
  api: 1,
  description: 'Worker threads of this process: quick, and made for pure JavaScript.',
  options: threadsOptions,
  parse: parseThreadsOptions,
  create: threads,
} satisfies BackendPlugin<ThreadsOptions>;
