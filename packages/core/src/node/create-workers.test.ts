import { getActiveResourcesInfo } from 'node:process';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { Plain } from '../contracts/plain.js';
import type { Channel, ChannelStart, WorkerKind } from './channel.js';
import { createWorkers } from './create-workers.js';
import type { Outcome } from './serve-host.js';

/** Threads that repeat what they are asked, the barest channel there is. */
const script = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ([call, request]) => {
    if (request === 'die') process.exit(3);
    if (request === 'speak and die') {
      for (const word of ['one', 'two']) parentPort.postMessage({ call, word });
      process.exit(3);
    }
    parentPort.postMessage([call, { answer: request }]);
  });
  parentPort.postMessage('ready');`;

function startThread(source: string, { onMessage }: ChannelStart): Channel {
  const worker = new Worker(source, { eval: true });
  const waiting = new Map<number, (outcome: Outcome) => void>();
  const ready = new Promise<void>(resolve => {
    worker.on('message', (message: 'ready' | [number, Outcome] | { call: number; word: Plain }) => {
      if (message === 'ready') resolve();
      else if (!Array.isArray(message)) onMessage(message.call, message.word);
      else waiting.get(message[0])?.(message[1]);
    });
  });
  let over = false;
  worker.on('exit', () => {
    over = true;
  });
  return {
    name: `thread ${worker.threadId}`,
    ready,
    get over() {
      return over;
    },
    ended: new Promise(resolve => worker.on('exit', code => resolve({ how: `exit code ${code}` }))),
    call: (call, request) =>
      new Promise(resolve => {
        waiting.set(call, resolve);
        worker.postMessage([call, request]);
      }),
    abort: () => {},
    close: () => Promise.resolve(),
    kill: () => void worker.terminate(),
  };
}

/** Of the workers started, the `failing`th ends before it is ready. */
function kind(failing?: number): WorkerKind & { started: number } {
  return {
    name: 'test',
    startAtOnce: 2,
    started: 0,
    start(options) {
      this.started++;
      return startThread(this.started === failing ? 'process.exit(4)' : script, options);
    },
  };
}

const because = { by: 'test', message: 'because' };

test('each worker answers its own calls', async () => {
  await using workers = await createWorkers(kind(), { size: 3 });
  const requests: Plain[] = ['a', 'b', 'c'];
  expect(await Promise.all(requests.map((request, i) => workers.call(i, request)))).toEqual(requests);
});

test('when one cannot start, the others are ended and the rest is not begun', async () => {
  const failing = kind(2);
  await expect(createWorkers(failing, { size: 9 })).rejects.toMatchObject({
    code: 'GLOMPO_WORKER_START',
    message: expect.stringMatching(/^worker 1 \(thread \d+\) ended before it was ready: exit code 4$/),
  });
  expect(failing.started).toBeLessThan(5);
  expect(getActiveResourcesInfo()).not.toContain('MessagePort');
});

test('when one more cannot be started, those that were there stay', async () => {
  await using workers = await createWorkers(kind(3), { size: 1 });
  await expect(workers.resize(4)).rejects.toMatchObject({ code: 'GLOMPO_WORKER_START' });
  expect(workers.size).toBe(1);
  expect(await workers.call(0, 'still')).toBe('still');
});

test('a fresh worker that cannot start leaves the number lost until the next replacement', async () => {
  await using workers = await createWorkers(kind(2), { size: 1 });
  await expect(workers.call(0, 'die')).rejects.toMatchObject({ code: 'GLOMPO_WORKER_LOST' });
  await expect(workers.replace(0, because)).rejects.toMatchObject({ code: 'GLOMPO_WORKER_START' });
  await expect(workers.call(0, 'there?')).rejects.toMatchObject({ code: 'GLOMPO_WORKER_GONE' });
  await workers.replace(0, because);
  expect(await workers.call(0, 'there?')).toBe('there?');
});

test('closing while a worker is being replaced ends both, and tells whoever asked for the replacement', async () => {
  const workers = await createWorkers(kind(), { size: 1 });
  const replacement = workers.replace(0, because).catch((error: unknown) => error);
  await workers[Symbol.asyncDispose]();
  expect(await replacement).toMatchObject({ code: expect.stringMatching(/GLOMPO_(CLOSED|WORKER_START)/) });
  expect(getActiveResourcesInfo()).not.toContain('MessagePort');
});

test('closing does not wait for a worker that is starting', async () => {
  const { start: _, ...rest } = kind();
  let starts = 0;
  const neverReady = (options: ChannelStart) => startThread('setInterval(() => {}, 99)', options);
  const workers = await createWorkers(
    { ...rest, start: options => (++starts === 1 ? startThread(script, options) : neverReady(options)) },
    { size: 1 },
  );
  const more = workers.resize(9).catch((error: unknown) => error);
  while (starts < 2) await new Promise(resolve => setImmediate(resolve));
  await workers[Symbol.asyncDispose]();
  expect(await more).toMatchObject({ code: 'GLOMPO_CLOSED' });
  expect(getActiveResourcesInfo()).not.toContain('MessagePort');
});

test('sizes change one after the other, down to none and up again', async () => {
  await using workers = await createWorkers(kind(), { size: 2 });
  await Promise.all([workers.resize(0), workers.resize(3), workers.resize(1)]);
  expect(workers.size).toBe(1);
  expect(await workers.call(0, 'again')).toBe('again');
});

test('what a worker said before it was lost is heard before its call is', async () => {
  await using workers = await createWorkers(kind(), { size: 1 });
  const heard: Plain[] = [];
  const call = workers.call(0, 'speak and die', { onMessage: word => heard.push(word) });
  await call.catch(() => heard.push('lost'));
  expect(heard).toEqual(['one', 'two', 'lost']);
});

test('a worker that is not ready in time is not waited for', async () => {
  const slow: WorkerKind = {
    ...kind(),
    startTimeoutMs: 50,
    start: options => startThread('setInterval(() => {}, 99)', options),
  };
  await expect(createWorkers(slow, { size: 1 })).rejects.toMatchObject({
    code: 'GLOMPO_WORKER_START',
    message: expect.stringContaining('was not ready after 0.05 s'),
  });
});
