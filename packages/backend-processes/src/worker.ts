import type { Outcome } from '@glompo/core/node';
import { watchManager } from './watch-manager.js';

/** How a call ended, and how many messages the worker has sent until then: they come by another way. */
export interface Answered {
  readonly outcome: Outcome;
  readonly said: number;
}

const [directory = '', secret = '', mark = ''] = process.argv.slice(2);
// Before anything that may take this thread for itself, and while the rest is being loaded.
const watching = watchManager({ directory, mark });
const [{ captureOutput, hostEnvironment, serveHost }, { createHost }, { MarkedOutput }, { worker }] = await Promise.all(
  [import('@glompo/core/node'), import('@glompo/core/worker'), import('./marked-output.js'), import('workerpool')],
);
await watching;

const output = new MarkedOutput(secret);
const captured = captureOutput(printed => output.print(printed));
const enterRun = (run: number | undefined) => {
  captured.enterRun(run);
  output.enterRun(run);
};
let said = 0;
const { answer, abort, close } = serveHost(createHost(hostEnvironment({ directory, enterRun })), (call, message) => {
  output.say([call, message]);
  said++;
});

worker({
  answer: async (...call: Parameters<typeof answer>): Promise<Answered> => ({ outcome: await answer(...call), said }),
  abort,
  close,
});
