import type { BackendPlugin } from '@glompo/core';
import { type ProcessesOptions, parseProcessesOptions, processesOptions } from './options.js';
import { processes } from './processes.js';

export default {
  name: 'processes',
  api: 1,
  options: processesOptions,
  parse: parseProcessesOptions,
  create: processes,
} satisfies BackendPlugin<ProcessesOptions>;
