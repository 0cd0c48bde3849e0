import type { Plain } from '@glompo/core';
import type { Outcome } from '@glompo/core/node';
import { watchManager } from './watch-manager.js';

/** What a worker says beside its answers: the words of a call, or its outcome, where that is large. */
export type Word = readonly [call: number, message: Plain] | readonly [call: number, message: null, outcome: Outcome];

/** How a call ended, and what the worker has said until then: that comes by another way. */
export interface Answered {
  /** Absent: it was said. */
  readonly outcome?: Outcome;
  /** How many words there were. */
  readonly said: number;
  /** Words that could not be written, since the task has closed the stream. */
  readonly unsaid?: readonly Word[];
}

/** A message that is longer may wait in this process until its thread is free, while the next call takes that for itself. */
const longBytes = 1 << 15;

const [directory = '', secret = '', mark = ''] = process.argv.slice(2);
// Before anything that may take this thread for itself, and while the rest is being loaded.
const watching = watchManager({ directory, mark });
const [{ captureOutput, hostEnvironment, serveHost, sizeOfPlain }, { createHost }, { MarkedOutput }, { worker }] =
  await Promise.all([
    import('@glompo/core/node'),
    import('@glompo/core/worker'),
    import('./marked-output.js'),
    import('workerpool'),
  ]);
await watching;

const output = new MarkedOutput(secret);
const captured = captureOutput(printed => output.print(printed));
const enterRun = (run: number | undefined) => {
  captured.enterRun(run);
  output.enterRun(run);
};
let said = 0;
let unsaid: Word[] = [];
function say(word: Word): boolean {
  const written = output.say(word);
  if (written) said++;
  return written;
}
const { answer, abort, close } = serveHost(createHost(hostEnvironment({ directory, enterRun })), (call, message) => {
  if (!say([call, message])) unsaid.push([call, message]);
});

worker({
  async answer(...call: Parameters<typeof answer>): Promise<Answered> {
    const outcome = await answer(...call);
    const rest = unsaid.length > 0 && { unsaid };
    unsaid = [];
    const long = sizeOfPlain(outcome) > longBytes;
    return long && say([call[0], null, outcome]) ? { said, ...rest } : { outcome, said, ...rest };
  },
  abort,
  close,
});
