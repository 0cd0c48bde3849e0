import type { EventEmitter } from 'node:events';
import type { Output } from '../contracts/backend.js';
import { show } from '../options/options.js';

/**
 * Keeps from those who listen to a worker's messages so far what is not for them: a task can post there, too (a file that also works as a
 * worker by itself does), and workerpool, and the manager with it, would break down of it. The first such message is told.
 *
 * @param isOther what else is for them, beside what workerpool says
 */
export function onlyOwnMessages(
  worker: EventEmitter,
  onOutput: (output: Output) => void,
  isOther: (message: unknown) => boolean = () => false,
): void {
  const listeners = worker.listeners('message');
  worker.removeAllListeners('message');
  let told = false;
  worker.on('message', (message: unknown) => {
    if (isWorkerpools(message) || isOther(message)) {
      for (const listener of listeners) listener.call(worker, message);
      return;
    }
    if (told) return;
    told = true;
    const text = `glompo: nobody listens to messages that a task sends to its parent: ${show(message)} was ignored, as all others will be\n`;
    onOutput({ stream: 'stderr', text });
  });
}

function isWorkerpools(message: unknown): boolean {
  if (message === 'ready') return true;
  if (typeof message !== 'object' || message === null) return false;
  return typeof (message as { id?: unknown }).id === 'number' && 'result' in message && 'error' in message;
}
