import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Output } from '../contracts/backend.js';

const descriptors = { stdout: 1, stderr: 2 } as const;

/** What a worker prints from JavaScript, caught. */
export interface CapturedOutput {
  /** `HostEnvironment.enterRun` of this worker. */
  enterRun(run: number | undefined): void;
}

/**
 * Puts others in the place of `process.stdout` and `process.stderr` of this thread, which send what is printed at once, each piece with the
 * run that prints it: those of Node would hold it back until the event loop is free, which it may never be.
 *
 * @param send returns when the output cannot be lost any more
 */
export function captureOutput(send: (output: Output) => void): CapturedOutput {
  let current: number | undefined;
  for (const stream of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8');
    const writable = new Writable({
      decodeStrings: false,
      write(chunk: string | Uint8Array, encoding, done) {
        const isText = typeof chunk === 'string' && /^utf-?8$/i.test(encoding);
        const text = isText ? chunk : decoder.write(Buffer.from(chunk as string, encoding));
        if (text !== '') send({ stream, text, ...(current !== undefined && { run: current }) });
        done();
      },
    });
    Object.assign(writable, { fd: descriptors[stream] });
    Object.defineProperty(process, stream, { configurable: true, enumerable: true, get: () => writable });
  }
  return {
    enterRun(run) {
      current = run;
    },
  };
}
