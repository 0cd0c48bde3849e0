import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import type { Channel, ChannelStart, Outcome, WorkerEnd } from '@glompo/core/node';
import { transferables } from '@glompo/core/worker';
import { pool } from 'workerpool';

const script = fileURLToPath(new URL('./worker.js', import.meta.url));

/** What is used of the inside of workerpool 10.0.3; the package asks for exactly this version. */
interface Handler {
  worker: (Worker & { send(message: unknown): void }) | null;
  /** Set before calls are rejected because the worker is gone. */
  readonly terminated: boolean;
  /** Sends at once, also while other calls are under way: a worker finds its next call waiting when it has answered one. */
  exec(method: string, params: readonly unknown[], resolver: undefined, options: object): Promise<unknown>;
}

/** A thread in a workerpool of its own. */
export function startThread({ directory, onOutput }: ChannelStart, maxHeapMb: number | undefined): Channel {
  const threadPool = pool(script, {
    workerType: 'thread',
    minWorkers: 0,
    maxWorkers: 1,
    workerThreadOpts: {
      stdout: true,
      stderr: true,
      workerData: { directory },
      ...(maxHeapMb !== undefined && { resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } }),
    },
  });
  // The first call makes the pool start its worker.
  const started = threadPool.exec('methods');
  const [handler] = (threadPool as unknown as { readonly workers: readonly Handler[] }).workers as [Handler];
  const worker = handler.worker as NonNullable<Handler['worker']>;

  let over = false;
  const ended = new Promise<WorkerEnd>(resolve => {
    let uncaught: WorkerEnd | undefined;
    worker.on('error', (cause: unknown) => {
      uncaught = { how: `uncaught ${String(cause)}`, cause };
    });
    // Ahead of workerpool's own listener, which would wait a second for the exit of a worker that is gone.
    worker.prependListener('exit', () => {
      over = true;
      if (!killed) handler.worker = null;
    });
    worker.on('exit', async code => {
      threadPool.terminate(true);
      await Promise.all(printed);
      resolve(uncaught ?? { how: `exit code ${code}` });
    });
  });
  const printed = (['stdout', 'stderr'] as const).map(
    stream =>
      new Promise<void>(resolve => {
        const readable = worker[stream];
        readable.setEncoding('utf8');
        readable.on('data', (text: string) => onOutput({ stream, text }));
        readable.on('close', resolve);
      }),
  );

  let killed = false;
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
    name: `thread ${worker.threadId}`,
    ready: new Promise(resolve =>
      started.then(
        () => resolve(),
        () => {},
      ),
    ),
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
      // workerpool keeps its accounts with the exit that follows.
      threadPool.terminate(true);
      void worker.terminate();
    },
  };
}
