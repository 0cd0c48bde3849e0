import { workerData } from 'node:worker_threads';
import { hostEnvironment, serveHost } from '@glompo/core/node';
import { createHost, transferables } from '@glompo/core/worker';
import { Transfer, worker } from 'workerpool';

const { directory } = workerData as { directory: string };
const { answer, abort, close } = serveHost(createHost(hostEnvironment({ directory })));

worker({
  answer: async (...call: Parameters<typeof answer>) => {
    const outcome = await answer(...call);
    return new Transfer(outcome, transferables(outcome));
  },
  abort,
  close,
});
