import { createRegistry, pluginApi, type Registry } from '@glompo/core';

/** A registry of the backends that come with this package: what `backend: 'auto'` chooses among, besides inline. */
export function ownBackends(): Registry {
  return createRegistry([
    {
      package: 'glompo',
      api: pluginApi,
      backends: {
        threads: import.meta.resolve('@glompo/backend-threads/threads.plugin.js'),
        processes: import.meta.resolve('@glompo/backend-processes/processes.plugin.js'),
      },
    },
  ]);
}
