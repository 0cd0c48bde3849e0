import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Output, Plain } from '@glompo/core';
import type { Channel, ChannelStart, Outcome, WorkerEnd } from '@glompo/core/node';
import { receive, send } from './frames.js';

/** What a worker says. */
export type WorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'told'; readonly call: number; readonly message: Plain }
  | { readonly type: 'printed'; readonly output: Output }
  | { readonly type: 'done'; readonly call: number; readonly outcome: Outcome }
  | { readonly type: 'cannot travel'; readonly call: number; readonly why: string }
  | { readonly type: 'closed' };

/** What a worker is told. */
export type ManagerMessage =
  | { readonly type: 'call'; readonly call: number; readonly request: unknown; readonly aborted: boolean }
  | { readonly type: 'abort'; readonly call: number }
  | { readonly type: 'close' };

const script = fileURLToPath(new URL('./worker.js', import.meta.url));

/** Starts a process; the pipe is its fourth file, so that what it prints stays what it prints. */
export function startPipe({ directory, onOutput, onMessage }: ChannelStart, nice: number): Channel {
  const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const [, stdout, stderr, pipe] = child.stdio as unknown as [null, Duplex, Duplex, Duplex];
  const waiting = new Map<number, { resolve(outcome: Outcome): void; reject(error: Error): void }>();
  let over = false;
  let becomeReady = () => {};
  let becomeClosed = () => {};
  const ready = new Promise<void>(resolve => {
    becomeReady = resolve;
  });
  const closed = new Promise<void>(resolve => {
    becomeClosed = resolve;
  });

  if (child.pid !== undefined && nice > 0) setPriority(child.pid, nice);
  stdout.setEncoding('utf8').on('data', (text: string) => onOutput({ stream: 'stdout', text }));
  stderr.setEncoding('utf8').on('data', (text: string) => onOutput({ stream: 'stderr', text }));
  child.on('exit', () => {
    over = true;
  });
  // Writing to a worker that is gone; its end says so.
  pipe.on('error', () => {});
  receive(pipe, message => hear(message as WorkerMessage));

  function hear(message: WorkerMessage): void {
    switch (message.type) {
      case 'ready':
        becomeReady();
        return;
      case 'closed':
        becomeClosed();
        return;
      case 'told':
        onMessage(message.call, message.message);
        return;
      case 'printed':
        onOutput(message.output);
        return;
      case 'done':
        waiting.get(message.call)?.resolve(message.outcome);
        break;
      case 'cannot travel':
        waiting.get(message.call)?.reject(new Error(message.why));
    }
    waiting.delete(message.call);
  }

  const tell = (message: ManagerMessage) => send(pipe, message);

  return {
    name: `process ${child.pid}`,
    ready,
    get over() {
      return over;
    },
    ended: new Promise<WorkerEnd>(resolve => {
      child.on('error', cause => {
        if (child.pid === undefined) resolve({ how: String(cause), cause });
      });
      // Comes after the exit, when all that was printed has been heard.
      child.on('close', (code, signal) => resolve({ how: signal === null ? `exit code ${code}` : `signal ${signal}` }));
    }),
    call: (call, request, aborted) =>
      new Promise<Outcome>((resolve, reject) => {
        tell({ type: 'call', call, request, aborted });
        waiting.set(call, { resolve, reject });
      }),
    abort: call => tell({ type: 'abort', call }),
    close: () => {
      tell({ type: 'close' });
      return closed;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
