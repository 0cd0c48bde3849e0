import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Channel, ChannelStart, Outcome, WorkerEnd } from '@glompo/core/node';
import { pool } from 'workerpool';
import type { ProcessesOptions } from './options.js';
import { groupGone, killGroup } from './process-group.js';

const script = fileURLToPath(new URL('./worker.js', import.meta.url));
/** What a process has printed arrives with its end, unless one that has left its group still holds its output. */
const outputTimeoutMs = 200;

/** What is used of the inside of workerpool 10.0.3; the package asks for exactly this version. */
interface Handler {
  worker: (ChildProcess & { send(message: unknown): void }) | null;
  /** Set before calls are rejected because the worker is gone. */
  readonly terminated: boolean;
  /** Sends at once, also while other calls are under way: a worker finds its next call waiting when it has answered one. */
  exec(method: string, params: readonly unknown[]): Promise<unknown>;
}

/** A child process, leader of its own group, in a workerpool of its own. */
export function startProcess({ directory, onOutput }: ChannelStart, { maxHeapMb, env }: ProcessesOptions): Channel {
  const processPool = pool(script, {
    workerType: 'process',
    minWorkers: 0,
    maxWorkers: 1,
    forkArgs: [directory],
    forkOpts: {
      // JSON would turn Infinity and NaN into null, -0 into 0 and a typed array into an object.
      serialization: 'advanced',
      detached: true,
      silent: true,
      execArgv: maxHeapMb === undefined ? [] : [`--max-old-space-size=${maxHeapMb}`],
      env: { ...process.env, ...env },
    },
  });
  // The first call makes the pool start its worker.
  const started = processPool.exec('methods');
  const [handler] = (processPool as unknown as { readonly workers: readonly Handler[] }).workers as [Handler];
  const child = handler.worker as NonNullable<Handler['worker']>;
  const { pid } = child;

  let over = false;
  let killed = false;
  const printed = (['stdout', 'stderr'] as const).map(
    stream =>
      new Promise<void>(resolve => {
        const readable = child[stream];
        if (readable === null) return resolve();
        readable.setEncoding('utf8');
        readable.on('data', (text: string) => onOutput({ stream, text }));
        readable.on('close', resolve);
      }),
  );
  const ended = new Promise<WorkerEnd>(resolve => {
    const settle = async (end: WorkerEnd) => {
      processPool.terminate(true);
      if (pid !== undefined) {
        // Programs that it has started do not outlive it.
        killGroup(pid);
        await Promise.all([groupGone(pid), withinTime(Promise.all(printed), outputTimeoutMs)]);
      }
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
      resolve(end);
    };
    // Ahead of workerpool's own listener, which would wait a second for the exit of a worker that is gone.
    child.prependListener('exit', () => {
      over = true;
      if (!killed) handler.worker = null;
    });
    child.on('exit', (code, signal) => settle({ how: signal === null ? `exit code ${code}` : `signal ${signal}` }));
    child.on('error', cause => {
      // Without a process there will be no exit.
      if (pid === undefined) settle({ how: String(cause), cause });
    });
  });

  /** Of an answer that never comes, `ended` tells. */
  function exec<T>(method: string, params: readonly unknown[]): Promise<T> {
    return new Promise((resolve, reject) => {
      handler.exec(method, params).then(
        answer => resolve(answer as T),
        (error: unknown) => {
          if (!handler.terminated && !killed) reject(error);
        },
      );
    });
  }

  return {
    name: `process ${pid}`,
    ready: new Promise(resolve =>
      started.then(
        () => resolve(),
        () => {},
      ),
    ),
    ended,
    call: (call, request, aborted) => exec<Outcome>('answer', [call, request, aborted]),
    // Beside workerpool's numbering: its answer is not waited for, and nobody's call.
    abort: call => {
      if (!over) child.send({ id: -1, method: 'abort', params: [call] });
    },
    close: () => exec<void>('close', []),
    kill() {
      if (over || killed || pid === undefined) return;
      killed = true;
      // workerpool keeps its accounts with the exit that follows.
      processPool.terminate(true);
      killGroup(pid);
    },
  };
}

async function withinTime(done: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    done,
    new Promise(resolve => {
      timer = setTimeout(resolve, ms);
    }),
  ]);
  clearTimeout(timer);
}
