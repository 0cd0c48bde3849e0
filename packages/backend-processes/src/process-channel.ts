import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { getPriority, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { deserialize } from 'node:v8';
import type { Plain } from '@glompo/core';
import {
  type Channel,
  type ChannelStart,
  familyMark,
  MarkedStream,
  type Outcome,
  onlyOwnMessages,
  processStart,
  type WorkerEnd,
  withinTime,
} from '@glompo/core/node';
import { pool } from 'workerpool';
import { endInOrder } from './end-in-order.js';
import type { ProcessesOptions } from './options.js';
import type { Answered, Word } from './worker.js';

const script = fileURLToPath(new URL('./worker.js', import.meta.url));
/** What a process has said and printed arrives with its end, unless somebody who got away still holds its output. */
const drainTimeoutMs = 200;

/** What is used of the inside of workerpool 10.0.3; the package asks for exactly this version. */
interface Handler {
  worker: (ChildProcess & { send(message: unknown): void }) | null;
  /** Set before calls are rejected because the worker is gone. */
  readonly terminated: boolean;
  /** Sends at once, also while other calls are under way: a worker finds its next call waiting when it has answered one. */
  exec(method: string, params: readonly unknown[]): Promise<unknown>;
}

/** A child process, leader of its own group, in a workerpool of its own. */
export function startProcess(
  { directory, onOutput, onMessage, onLeftBehind }: ChannelStart,
  { maxHeapMb, env, nice, terminateGraceMs }: ProcessesOptions,
): Channel {
  const secret = randomUUID();
  const { name: variable, value, mark } = familyMark();
  const processPool = pool(script, {
    workerType: 'process',
    minWorkers: 0,
    maxWorkers: 1,
    forkArgs: [directory, secret, mark],
    forkOpts: {
      // JSON would turn Infinity and NaN into null, -0 into 0 and a typed array into an object.
      serialization: 'advanced',
      detached: true,
      silent: true,
      execArgv: maxHeapMb === undefined ? [] : [`--max-old-space-size=${maxHeapMb}`],
      env: { ...process.env, ...env, [variable]: value },
    },
  });
  // The first call makes the pool start its worker.
  const started = processPool.exec('methods');
  const [handler] = (processPool as unknown as { readonly workers: readonly Handler[] }).workers as [Handler];
  const child = handler.worker as NonNullable<Handler['worker']>;
  const { pid } = child;
  if (pid !== undefined && nice > 0) stepBack(pid, nice);
  const startedAt = pid === undefined ? undefined : processStart(pid);

  onlyOwnMessages(child, onOutput);

  let over = false;
  let killed = false;
  /** Something that it said could not be read. */
  let unreadable: WorkerEnd | undefined;
  /** The last characters of its stderr: Node says there what it dies of. */
  let lastWords = '';
  /** Messages heard, and who waits until there are so many, the first one first. */
  let heard = 0;
  const waiting: { readonly until: number; readonly resolve: () => void }[] = [];
  /** Outcomes that were said, by call. */
  const outcomes = new Map<number, Outcome>();
  function hear([call, message, outcome]: Word): void {
    if (outcome === undefined) onMessage(call, message as Plain);
    else outcomes.set(call, outcome);
  }
  /** Undefined: it cannot be read. Whoever waits for it would wait for ever: so this ends here. */
  function read(bytes: Uint8Array): Word | undefined {
    try {
      return deserialize(bytes) as Word;
    } catch (cause) {
      unreadable ??= { how: `it said something that cannot be read: ${cause}`, cause };
      kill();
      return undefined;
    }
  }
  for (const stream of ['stdout', 'stderr'] as const) {
    const marked = new MarkedStream(secret, {
      onText(text, run) {
        if (stream === 'stderr') lastWords = (lastWords + text).slice(-10_000);
        onOutput({ stream, text, ...(run !== undefined && { run }) });
      },
      onMessage(bytes) {
        const word = read(bytes);
        if (word === undefined) return;
        hear(word);
        heard++;
        while (waiting[0] && waiting[0].until <= heard) waiting.shift()?.resolve();
      },
    });
    child[stream]?.on('data', (chunk: Buffer) => marked.write(chunk)).on('close', () => marked.end());
  }

  // After the exit, when all that was said and printed has been heard.
  // (Not by `once`, which would reject with an error of a message that came too late.)
  const drained = new Promise<void>(resolve => child.on('close', () => resolve()));
  // Ahead of workerpool's own listener, which would wait a second for the exit of a worker that is gone.
  child.prependListener('exit', () => {
    over = true;
    if (!killed) handler.worker = null;
  });
  const exited = new Promise<WorkerEnd>(resolve => {
    child.on('exit', (code, signal) => resolve({ how: signal === null ? `exit code ${code}` : `signal ${signal}` }));
    child.on('error', cause => {
      // Without a process there will be no exit.
      if (pid === undefined) resolve({ how: String(cause), cause });
    });
  });

  let resolveEnded: (end: WorkerEnd) => void = () => {};
  const ended = new Promise<WorkerEnd>(resolve => {
    resolveEnded = resolve;
  });
  let concluding = false;
  /** Ends the process and all that it has started, and lets go of it. */
  async function conclude(): Promise<void> {
    if (concluding) return;
    concluding = true;
    // workerpool keeps its accounts with the exit that follows.
    processPool.terminate(true);
    if (pid !== undefined) {
      const left = await endInOrder({ leader: pid, group: true, mark, startedAt }, { exited, terminateGraceMs });
      for (const what of left) onLeftBehind(what);
      await withinTime(drained, drainTimeoutMs);
      // A manager that was busy all the time has not looked yet.
      await new Promise(resolve => setImmediate(resolve));
    }
    const writtenOff = pid !== undefined && !over;
    if (writtenOff) {
      handler.worker = null;
      child.unref();
    }
    if (child.connected) child.disconnect();
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
    resolveEnded(
      writtenOff
        ? { how: 'it could not be ended and was written off' }
        : (unreadable ?? explained(await exited, lastWords)),
    );
  }
  void exited.then(conclude);

  function kill(): void {
    if (over || killed || pid === undefined) return;
    killed = true;
    void conclude();
  }

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
    get over() {
      return over;
    },
    ended,
    async call(call, request, aborted) {
      const { outcome, said, unsaid = [] } = await exec<Answered>('answer', [call, request, aborted]);
      // What was said before comes by another way.
      if (said > heard) await new Promise<void>(resolve => waiting.push({ until: said, resolve }));
      for (const word of unsaid) hear(word);
      const answered = outcome ?? (outcomes.get(call) as Outcome);
      outcomes.delete(call);
      return answered;
    },
    // Beside workerpool's numbering: its answer is not waited for, and nobody's call.
    abort: call => {
      if (!over) child.send({ id: -1, method: 'abort', params: [call] });
    },
    close: () => exec<void>('close', []),
    kill,
  };
}

/** Lowers the priority of a process: who runs at a lower one already may not raise it. */
function stepBack(pid: number, nice: number): void {
  if (nice > getPriority()) setPriority(pid, nice);
}

/** What Node says when it has no memory left and aborts. */
const outOfHeap = /JavaScript heap out of memory/;

function explained(end: WorkerEnd, lastWords: string): WorkerEnd {
  return outOfHeap.test(lastWords) ? { ...end, how: `out of memory: its JavaScript heap was full (${end.how})` } : end;
}
