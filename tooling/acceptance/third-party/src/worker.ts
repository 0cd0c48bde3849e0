import { Socket } from 'node:net';
import type { Plain } from '@glompo/core';
import { captureOutput, hostEnvironment, serveHost } from '@glompo/core/node';
import { createHost } from '@glompo/core/worker';
import { receive, send } from './frames.js';
import type { ManagerMessage, WorkerMessage } from './pipe-channel.js';

const [directory = ''] = process.argv.slice(2);
const pipe = new Socket({ fd: 3 });
const tell = (message: WorkerMessage) => send(pipe, message);
const { enterRun } = captureOutput(output => tell({ type: 'printed', output }));
const host = createHost(hostEnvironment({ directory, enterRun }));
const { answer, abort, close } = serveHost(host, (call, message) => tell({ type: 'told', call, message }));

receive(pipe, message => void hear(message as ManagerMessage));
// The manager is gone.
pipe.on('close', () => process.exit());
pipe.on('error', () => process.exit());
tell({ type: 'ready' });

async function hear(message: ManagerMessage): Promise<void> {
  switch (message.type) {
    case 'call': {
      const { call, request, aborted } = message;
      const outcome = await answer(call, request as Plain, aborted);
      try {
        tell({ type: 'done', call, outcome });
      } catch (error) {
        tell({ type: 'cannot travel', call, why: String(error) });
      }
      break;
    }
    case 'abort':
      abort(message.call);
      break;
    case 'close':
      await close();
      tell({ type: 'closed' });
  }
}
