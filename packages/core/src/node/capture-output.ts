import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { isMainThread } from 'node:worker_threads';
import type { Output } from '../contracts/backend.js';

const descriptors = { stdout: 1, stderr: 2 } as const;

/** What a worker prints from JavaScript, caught. */
export interface CapturedOutput {
  /** `HostEnvironment.enterRun` of this worker. */
  enterRun(run: number | undefined): void;
}

/**
 * Sends what this thread prints through `process.stdout` and `process.stderr` at once, each piece with the run that prints it: Node would
 * hold some of it back until the event loop is free, which it may never be. To be called before anything is printed.
 *
 * @param send returns when the output cannot be lost any more
 */
export function captureOutput(send: (output: Output) => void): CapturedOutput {
  let current: number | undefined;
  for (const stream of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8');
    const write: Writable['_write'] = (chunk: string | Uint8Array, encoding, done) => {
      const isText = typeof chunk === 'string' && /^utf-?8$/i.test(encoding);
      const text = isText ? chunk : decoder.write(Buffer.from(chunk as string, encoding));
      if (text !== '') send({ stream, text, ...(current !== undefined && { run: current }) });
      done();
    };
    if (isMainThread) replace(stream, new Writable({ decodeStrings: false, write }));
    else redirect(process[stream], write);
  }
  return {
    enterRun(run) {
      current = run;
    },
  };
}

/** In a process: Node's own would let the stream's file no longer block, also for programs that print into it. */
function replace(stream: Output['stream'], writable: Writable): void {
  Object.assign(writable, { fd: descriptors[stream] });
  Object.defineProperty(process, stream, { configurable: true, enumerable: true, get: () => writable });
}

/** In a thread: Node wants its own there. */
function redirect(writable: Writable, write: Writable['_write']): void {
  Object.assign(writable, { _write: write, _writev: null });
}
