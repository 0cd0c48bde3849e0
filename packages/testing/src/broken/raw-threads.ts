import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Backend } from '@glompo/core';
import { type Channel, type ChannelStart, createWorkers, type WorkerEnd, withinTime } from '@glompo/core/node';

/** Threads without any pool: the second backend that the suite is tried on, with all that the inline one has not. */
export function rawThreads(environment?: NodeJS.ProcessEnv): Backend {
  return {
    name: 'raw-threads',
    api: 1,
    traits: { preemptive: true, parallel: true, remote: false, isolated: true },
    parallelism: 2,
    open: options =>
      createWorkers({ name: 'raw-threads', startAtOnce: 2, start: start => rawThread(start, environment) }, options),
  };
}

/** One that lives so much longer than it should is inside a call of the operating system. */
const writeOffMs = 2_000;

const { resolve } = createRequire(import.meta.url);
const modules = ['@glompo/core/node', '@glompo/core/worker'].map(name => pathToFileURL(resolve(name)).href);

const script = `
  const { parentPort, workerData: { modules, directory } } = require('node:worker_threads');
  Promise.all(modules.map(url => import(url))).then(([{ captureOutput, hostEnvironment, serveHost }, { createHost }]) => {
    const { enterRun } = captureOutput(output => parentPort.postMessage({ output }));
    const environment = hostEnvironment({ ...(directory && { directory }), enterRun });
    const served = serveHost(createHost(environment), (call, message) => parentPort.postMessage({ call, message }));
    parentPort.on('message', async ({ id, method, params }) => {
      parentPort.postMessage({ id, result: await served[method](...params) });
    });
    parentPort.postMessage({ id: 0 });
  });`;

function rawThread({ directory, onOutput, onMessage }: ChannelStart, env: NodeJS.ProcessEnv | undefined): Channel {
  const workerData = { modules, directory: env ? undefined : directory };
  const worker = new Worker(script, { eval: true, stdout: true, stderr: true, workerData, ...(env && { env }) });
  const waiting = new Map<number, (result: never) => void>();
  let calls = 0;
  let over = false;
  let uncaught: unknown;
  let end = (_: WorkerEnd) => {};
  const ended = new Promise<WorkerEnd>(resolve => {
    end = resolve;
  });
  worker.on('message', ({ id, result, output, call, message }) => {
    if (output) onOutput(output);
    else if (call) onMessage(call, message);
    else waiting.get(id)?.(result as never);
  });
  const closed = (['stdout', 'stderr'] as const).map(
    stream =>
      new Promise(close => {
        worker[stream].setEncoding('utf8').on('data', text => onOutput({ stream, text }));
        worker[stream].on('close', close);
      }),
  );
  // What it did not catch; its exit follows.
  worker.on('error', error => {
    uncaught = error;
  });
  const exited = new Promise<void>(exit => {
    worker.on('exit', code => {
      over = true;
      exit();
      void Promise.all(closed).then(() =>
        end(uncaught === undefined ? { how: `exit code ${code}` } : { how: `uncaught ${uncaught}`, cause: uncaught }),
      );
    });
  });
  async function kill(): Promise<void> {
    void worker.terminate();
    if (over || (await withinTime(exited, writeOffMs))) return;
    over = true;
    worker.unref();
    const late = withinTime(exited, writeOffMs).then(gone => (gone ? undefined : 'raw thread'));
    end({ how: 'written off', late });
  }
  const call = <T>(method: string, ...params: unknown[]) =>
    new Promise<T>(settle => {
      waiting.set(++calls, settle);
      worker.postMessage({ id: calls, method, params });
    });
  return {
    name: 'raw thread',
    ready: new Promise(settle => waiting.set(0, settle as () => void)),
    get over() {
      return over;
    },
    ended,
    call: (id, request, aborted) => call('answer', id, request, aborted),
    abort: id => void call('abort', id),
    close: () => call('close'),
    kill: () => void kill(),
  };
}
