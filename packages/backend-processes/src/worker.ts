import { hostEnvironment, serveHost } from '@glompo/core/node';
import { createHost } from '@glompo/core/worker';
import { worker } from 'workerpool';
import { watchManager } from './watch-manager.js';

// Before workerpool's own listeners, and before anything can keep this thread busy.
await watchManager();

const [directory = ''] = process.argv.slice(2);
const { answer, abort, close } = serveHost(createHost(hostEnvironment({ directory })));
worker({ answer, abort, close });
