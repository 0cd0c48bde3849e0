import { parentPort, workerData } from 'node:worker_threads';
import { captureOutput, hostEnvironment, serveHost } from '@glompo/core/node';
import { createHost, transferables } from '@glompo/core/worker';
import { Transfer, worker } from 'workerpool';
import { OutputCredit } from './output-credit.js';
import type { Said } from './thread-channel.js';

const { directory, credit } = workerData as { readonly directory: string; readonly credit: SharedArrayBuffer };
const outputCredit = new OutputCredit(credit);
/** Beside workerpool's messages. What is posted has left this thread, whatever it does then. */
const say = (said: Said) => parentPort?.postMessage(said, transferables(said));

const { enterRun } = captureOutput(output => {
  outputCredit.take(output.text.length);
  say({ type: 'printed', output });
});
const { answer, abort, close } = serveHost(createHost(hostEnvironment({ directory, enterRun })), (call, message) =>
  say({ type: 'told', call, message }),
);

worker({
  answer: async (...call: Parameters<typeof answer>) => {
    const outcome = await answer(...call);
    return new Transfer(outcome, transferables(outcome));
  },
  abort,
  close,
});
