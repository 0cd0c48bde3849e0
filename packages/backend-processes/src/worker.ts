import { watchManager } from './watch-manager.js';

// Before anything that may take this thread for itself, and while the rest is being loaded.
const watching = watchManager();
const [{ hostEnvironment, serveHost }, { createHost }, { worker }] = await Promise.all([
  import('@glompo/core/node'),
  import('@glompo/core/worker'),
  import('workerpool'),
]);
await watching;

const [directory = ''] = process.argv.slice(2);
const { answer, abort, close } = serveHost(createHost(hostEnvironment({ directory })));
worker({ answer, abort, close });
