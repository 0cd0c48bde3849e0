import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import type { Output, Plain } from '@glompo/core';
import {
  type Channel,
  type ChannelStart,
  type Outcome,
  onlyOwnMessages,
  type WorkerEnd,
  withinTime,
} from '@glompo/core/node';
import { transferables } from '@glompo/core/worker';
import { pool } from 'workerpool';
import { OutputCredit } from './output-credit.js';
import { writeOff } from './written-off.js';

const script = fileURLToPath(new URL('./worker.js', import.meta.url));
/** Threads that can be ended are gone within some 60 ms; a huge sort may take longer, a blocking read for ever. */
const writeOffMs = 500;

/** Node 20 leaves files open of a thread that is ended while it imports: one that starts gets so long to be ready before. */
const readyMs = 1_000;

/** On a machine with too much to do it takes longer yet: only one that lives after so much more is certainly left behind. */
const certainAfterMs = 2_000;

/** What a thread says beside workerpool's messages: workerpool has no call of that number, and leaves it alone. */
export type Said =
  | { readonly type: 'told'; readonly call: number; readonly message: Plain }
  | { readonly type: 'printed'; readonly output: Output };

/** What is used of the inside of workerpool 10.0.3; the package asks for exactly this version. */
interface Handler {
  worker: (Worker & { send(message: unknown): void }) | null;
  /** Set before calls are rejected because the worker is gone. */
  readonly terminated: boolean;
  /** Sends at once, also while other calls are under way: a worker finds its next call waiting when it has answered one. */
  exec(method: string, params: readonly unknown[], resolver: undefined, options: object): Promise<unknown>;
}

/** A thread in a workerpool of its own. */
export function startThread({ directory, onOutput, onMessage }: ChannelStart, maxHeapMb: number | undefined): Channel {
  const credit = new OutputCredit();
  const threadPool = pool(script, {
    workerType: 'thread',
    minWorkers: 0,
    maxWorkers: 1,
    workerThreadOpts: {
      stdout: true,
      stderr: true,
      workerData: { directory, credit: credit.shared },
      ...(maxHeapMb !== undefined && { resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } }),
    },
  });
  // The first call makes the pool start its worker.
  const started = threadPool.exec('methods');
  const [handler] = (threadPool as unknown as { readonly workers: readonly Handler[] }).workers as [Handler];
  const worker = handler.worker as NonNullable<Handler['worker']>;
  const name = `thread ${worker.threadId}`;

  let over = false;
  let killed = false;
  let uncaught: WorkerEnd | undefined;
  let resolveEnded: (end: WorkerEnd) => void = () => {};
  const ended = new Promise<WorkerEnd>(resolve => {
    resolveEnded = resolve;
  });
  worker.on('error', (cause: unknown) => {
    uncaught = endBy(cause);
  });
  // Ahead of workerpool's own listener, which would wait a second for the exit of a worker that is gone.
  worker.prependListener('exit', () => {
    over = true;
    if (!killed) handler.worker = null;
  });
  worker.on('exit', async code => {
    threadPool.terminate(true);
    await Promise.all(printed);
    resolveEnded(uncaught ?? { how: `exit code ${code}` });
  });
  // What was said before the end is heard before it.
  worker.on('message', (said: Partial<Said>) => {
    // Written off: nobody listens any more.
    if (over) return;
    if (said.type === 'told') onMessage(said.call as number, said.message as Plain);
    if (said.type === 'printed') {
      const output = said.output as Output;
      onOutput(output);
      credit.give(output.text.length);
    }
  });
  onlyOwnMessages(worker, onOutput, isSaid);
  // What Node itself prints there.
  const printed = (['stdout', 'stderr'] as const).map(
    stream =>
      new Promise<void>(resolve => {
        const readable = worker[stream];
        readable.setEncoding('utf8');
        readable.on('data', (text: string) => onOutput({ stream, text }));
        readable.on('close', resolve);
      }),
  );

  const ready = new Promise<void>(resolve =>
    started.then(
      () => resolve(),
      () => {},
    ),
  );
  const exited = new Promise(resolve => worker.on('exit', resolve));

  async function end(): Promise<void> {
    await withinTime(Promise.race([ready, exited]), readyMs);
    if (over) return;
    // workerpool keeps its accounts with the exit that follows.
    threadPool.terminate(true);
    void worker.terminate();
    if (await withinTime(exited, writeOffMs)) return;
    // Or workerpool would try to end it once more.
    handler.worker = null;
    over = true;
    writeOff(worker);
    const late = withinTime(exited, certainAfterMs).then(gone =>
      gone ? undefined : `${name}, inside a native call that cannot be ended`,
    );
    resolveEnded({ how: 'it could not be ended and was written off', late });
  }

  /** Of an answer that never comes, `ended` tells. */
  function exec<T>(method: string, params: readonly unknown[], transfer: ArrayBuffer[] = []): Promise<T> {
    return new Promise((resolve, reject) => {
      handler.exec(method, params, undefined, { transfer }).then(
        answer => resolve(answer as T),
        (error: unknown) => {
          if (!handler.terminated && !killed) reject(error);
        },
      );
    });
  }

  return {
    name,
    ready,
    get over() {
      return over;
    },
    ended,
    call: (call, request, aborted) => exec<Outcome>('answer', [call, request, aborted], transferables(request)),
    // Beside workerpool's numbering: its answer is not waited for, and nobody's call.
    abort: call => {
      if (!over) worker.send({ id: -1, method: 'abort', params: [call] });
    },
    close: () => exec<void>('close', []),
    kill() {
      if (over || killed) return;
      killed = true;
      void end();
    },
  };
}

function isSaid(message: unknown): boolean {
  const { type, call, output } = (message ?? {}) as Partial<Record<'type' | 'call' | 'output', unknown>>;
  return (type === 'told' && typeof call === 'number') || (type === 'printed' && typeof output === 'object');
}

function endBy(cause: unknown): WorkerEnd {
  const outOfMemory = (cause as NodeJS.ErrnoException | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return { how: outOfMemory ? `out of memory: ${(cause as Error).message}` : `uncaught ${String(cause)}`, cause };
}
