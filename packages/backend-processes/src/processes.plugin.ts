import type { BackendPlugin } from '@glompo/core';
import { type ProcessesOptions, parseProcessesOptions, processesOptions } from './options.js';
import { processes } from './processes.js';

export default {
  name: 'processes',
  api: 1,
  description:
    'Child processes: for native code, blocking calls and programs that are started; one that crashes harms nothing else.',
  options: processesOptions,
  parse: parseProcessesOptions,
  create: processes,
} satisfies BackendPlugin<ProcessesOptions>;
