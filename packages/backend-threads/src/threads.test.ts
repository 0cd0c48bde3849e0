import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { threads } from '@glompo/backend-threads';
import type { OpenOptions, Plain, Workers } from '@glompo/core';
import type { EvaluateAnswer } from '@glompo/core/worker';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

const replaced = { by: 'test', message: 'the test wants it' };
let folder: string;
let task: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'threads-test-'));
  task = await taskModule(
    'task.mjs',
    `import { writeFileSync } from 'node:fs';
    import { isMainThread } from 'node:worker_threads';
    const parameters = [{ kind: 'real', name: 'what', low: 0, high: 9 }, { kind: 'real', name: 'value', low: -9, high: 9 }];
    export default { parameters, name: isMainThread ? 'main' : 'thread', evaluate([what, value], context) {
      switch (what) {
        case 1: for (writeFileSync(new URL('./busy', import.meta.url), ''); ; );
        case 2: return process.exit(7);
        case 3: return new Promise(resolve => context.signal.addEventListener('abort', () => resolve(value)));
        case 4: console.log('printed: é', value); console.error('complained'); return value;
        case 5: setTimeout(() => { throw new TypeError('stray'); }); return new Promise(() => {});
        case 6: return { value, extras: context.directory };
        case 7: return { value, extras: () => 'a closure' };
        case 8: for (let i = 0; i < 200_000; i++) console.log('.'.repeat(99)); process.stdout.write('end'); return value;
        default: return value;
      }
    } };`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function taskModule(name: string, source: string): Promise<string> {
  await writeFile(join(folder, name), source);
  return pathToFileURL(join(folder, name)).href;
}

function open(options: Partial<OpenOptions> = {}): Promise<Workers> {
  return threads().open({ size: 1, ...options });
}

function load(workers: Workers, worker = 0, module = task, options = {}): Promise<Plain> {
  return workers.call(worker, { type: 'load', task: { type: 'module', module }, options, seed: 1 });
}

async function evaluate(workers: Workers, points: readonly number[], signal?: AbortSignal): Promise<EvaluateAnswer> {
  const request = { type: 'evaluate', run: 1, first: 1, points: Float64Array.from(points), wants: [] };
  return (await workers.call(0, request, signal && { signal })) as EvaluateAnswer;
}

/** A call to worker 0 that is in a busy loop. */
async function busy(workers: Workers): Promise<{ readonly lost: Promise<unknown> }> {
  const marker = join(folder, 'busy');
  await rm(marker, { force: true });
  const lost = evaluate(workers, [1, 0]).catch((error: unknown) => error);
  while (!existsSync(marker)) await new Promise(resolve => setTimeout(resolve, 2));
  return { lost };
}

async function values(workers: Workers, points: readonly number[]): Promise<number[]> {
  return [...(await evaluate(workers, points)).trials.values];
}

test('a task is loaded and evaluated on a thread, and its values arrive as they are', async () => {
  await using workers = await open();
  expect(await load(workers)).toMatchObject({ type: 'loaded', name: 'thread' });
  expect(await values(workers, [0, 1.5, 0, Infinity, 0, -0, 0, 5e-324])).toEqual([1.5, Infinity, -0, 5e-324]);
});

test('large batches are moved, not copied, in both directions', async () => {
  await using workers = await open();
  await load(workers);
  const points = new Float64Array(1_000).fill(0);
  const answer = (await workers.call(0, { type: 'evaluate', run: 1, first: 1, points, wants: [] })) as EvaluateAnswer;
  expect(answer.trials.values).toHaveLength(500);
  expect(points).toHaveLength(0);
});

test('calls are answered in order, also when the first takes long', async () => {
  await using workers = await open();
  await load(workers);
  const abort = new AbortController();
  const heard: number[] = [];
  const calls = [evaluate(workers, [3, 1], abort.signal), evaluate(workers, [0, 2]), evaluate(workers, [0, 3])].map(
    async (call, i) => {
      await call;
      heard.push(i);
    },
  );
  abort.abort();
  await Promise.all(calls);
  expect(heard).toEqual([0, 1, 2]);
});

test('an abort reaches a task that awaits, and calls that have not begun', async () => {
  await using workers = await open();
  await load(workers);
  const [running, waiting] = [new AbortController(), new AbortController()];
  const first = evaluate(workers, [3, 1], running.signal);
  const second = evaluate(workers, [0, 2, 0, 3], waiting.signal);
  waiting.abort();
  running.abort();
  expect((await first).trials.values).toHaveLength(0);
  expect((await second).trials.values).toHaveLength(0);
  expect((await evaluate(workers, [0, 2], running.signal)).trials.values).toHaveLength(0);
  expect(await values(workers, [0, 4])).toEqual([4]);
});

test('what a task prints is heard and does not reach the terminal', async () => {
  const heard: string[] = [];
  const terminal = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  const workers = await open({
    size: 2,
    onOutput: (worker, { stream, text }) => heard.push(`${worker} ${stream} ${text}`),
  });
  await load(workers);
  await evaluate(workers, [4, 8]);
  await workers[Symbol.asyncDispose]();
  expect(terminal.flatMap(({ mock }) => mock.calls.flat()).join()).not.toMatch(/printed|complained/);
  for (const stream of terminal) stream.mockRestore();
  expect(heard.map(text => text.trim()).sort()).toEqual(['0 stderr complained', '0 stdout printed: é 8']);
});

test('an error keeps its code and message', async () => {
  await using workers = await open();
  await expect(load(workers, 0, `${task}.missing`)).rejects.toMatchObject({
    name: 'GlompoError',
    code: 'GLOMPO_TASK_MODULE',
    message: expect.stringContaining('does not exist'),
  });
});

test('what cannot travel is refused, and the worker lives on', async () => {
  await using workers = await open();
  const closure = { type: 'load', option: () => 1 } as unknown as Plain;
  await expect(workers.call(0, closure)).rejects.toMatchObject({ code: 'GLOMPO_TASK_CANNOT_TRAVEL' });
  const module = `data:text/javascript,export default { name: () => 'a closure', parameters: [], evaluate: () => 1 }`;
  const named = { type: 'load', task: { type: 'module', module }, options: {}, seed: 1 };
  await expect(workers.call(0, named)).rejects.toMatchObject({ code: 'GLOMPO_TASK_CANNOT_TRAVEL' });
  await load(workers);
  expect((await evaluate(workers, [7, 0])).trials.failures[0]?.message).toContain('extras that is a function');
  expect(await values(workers, [0, 2])).toEqual([2]);
});

test('a worker that ends by itself takes its calls along, takes no more, and is replaced', async () => {
  await using workers = await open();
  await load(workers);
  const [ends, waits] = await Promise.allSettled([evaluate(workers, [2, 0]), evaluate(workers, [0, 0])]);
  expect(ends).toMatchObject({
    reason: { code: 'GLOMPO_WORKER_LOST', message: expect.stringContaining('exit code 7') },
  });
  expect(waits).toMatchObject({ reason: { code: 'GLOMPO_WORKER_LOST' } });
  await expect(evaluate(workers, [0, 0])).rejects.toMatchObject({ code: 'GLOMPO_WORKER_GONE' });
  await workers.replace(0, replaced);
  await load(workers);
  expect(await values(workers, [0, 2])).toEqual([2]);
});

test('an uncaught error ends the worker only, and is told', async () => {
  await using workers = await open();
  await load(workers);
  await expect(evaluate(workers, [5, 0])).rejects.toMatchObject({
    code: 'GLOMPO_WORKER_LOST',
    message: expect.stringContaining('TypeError: stray'),
    cause: expect.objectContaining({ stack: expect.stringContaining('task.mjs') }),
  });
});

test('a busy loop is ended and replaced; its call says why; others on it share the replacement', async () => {
  await using workers = await open();
  await load(workers);
  const { lost } = await busy(workers);
  const [first, second] = await Promise.all([workers.replace(0, replaced), workers.replace(0, replaced)]);
  expect(first).toBe(second);
  expect(first.freedAfterMs).toBeGreaterThan(0);
  expect(await lost).toMatchObject({
    code: 'GLOMPO_WORKER_LOST',
    message: expect.stringContaining('the test wants it'),
  });
  await load(workers);
  expect(await values(workers, [0, 2])).toEqual([2]);
});

test('the directory of a worker is gone when the worker is, in order or by force', async () => {
  const workers = await open();
  await load(workers);
  const killed = (await evaluate(workers, [6, 0])).trials.extras?.[0] as string;
  expect(existsSync(killed)).toBe(true);
  await workers.replace(0, replaced);
  expect(existsSync(killed)).toBe(false);
  await load(workers);
  const closed = (await evaluate(workers, [6, 0])).trials.extras?.[0] as string;
  expect(closed).not.toBe(killed);
  await workers[Symbol.asyncDispose]();
  expect(existsSync(closed)).toBe(false);
});

test('workers are added and ended', async () => {
  await using workers = await open();
  await workers.resize(3);
  expect(workers.size).toBe(3);
  await Promise.all([load(workers, 0), load(workers, 1), load(workers, 2)]);
  await workers.resize(1);
  expect(workers.size).toBe(1);
  await expect(load(workers, 1)).rejects.toMatchObject({ code: 'GLOMPO_CLOSED' });
  expect(await values(workers, [0, 2])).toEqual([2]);
});

test('closing ends busy workers too, closes tasks first, and is idempotent', async () => {
  const closing = await taskModule(
    'closing.mjs',
    `export default { parameters: [], evaluate: () => 0, close() { console.log('task closed'); } };`,
  );
  const heard: string[] = [];
  const workers = await open({ size: 2, onOutput: (_worker, { text }) => heard.push(text) });
  await Promise.all([load(workers), load(workers, 1, closing)]);
  const { lost } = await busy(workers);
  await workers[Symbol.asyncDispose]();
  expect(await lost).toMatchObject({ code: 'GLOMPO_WORKER_LOST', message: expect.stringContaining('closed') });
  expect(heard.join('')).toBe('task closed\n');
  await workers[Symbol.asyncDispose]();
  await expect(workers.call(0, null)).rejects.toMatchObject({ code: 'GLOMPO_CLOSED' });
  await expect(workers.resize(2)).rejects.toMatchObject({ code: 'GLOMPO_CLOSED' });
  expect(process.getActiveResourcesInfo()).not.toContain('Worker');
});

test.skipIf(process.platform !== 'linux')('threads that end while they start leave no file open', async () => {
  // (Only Linux shows which files are open.)
  const openFiles = () => readdirSync('/proc/self/fd').length;
  const giveUp = async (afterMs: number) => {
    const controller = new AbortController();
    const opening = open({ size: 4, signal: controller.signal });
    setTimeout(() => controller.abort(), afterMs);
    await opening.then(
      workers => workers[Symbol.asyncDispose](),
      () => {},
    );
  };
  await giveUp(0);
  const before = openFiles();
  // While they are made, while they import, and when they are nearly there.
  for (let ms = 0; ms < 120; ms += 15) await giveUp(ms);
  expect(openFiles()).toBeLessThanOrEqual(before);
});

test('a task in TypeScript, with its imports, runs on every supported Node', async () => {
  await writeFile(join(folder, 'half.ts'), 'export const half = (x: number): number => x / 2;');
  const module = await taskModule(
    'task.ts',
    `import { half } from './half.ts';
    interface Options { readonly scale: number }
    export default ({ scale }: Options) => ({
      parameters: [{ kind: 'real', name: 'x', low: 0, high: 9 }],
      evaluate: (x: Float64Array): number => half(x[0] as number) * scale,
    });`,
  );
  await using workers = await open();
  await load(workers, 0, module, { scale: 10 });
  expect(await values(workers, [3])).toEqual([15]);
});

test('a heap limit holds, and is told', async () => {
  const greedy = await taskModule(
    'greedy.mjs',
    'export default { parameters: [{ kind: "real", name: "x", low: 0, high: 9 }], evaluate: () => { for (const all = []; ; ) all.push({ all }); } };',
  );
  await using workers = await threads({ maxHeapMb: 16 }).open({ size: 1 });
  await load(workers, 0, greedy);
  await expect(evaluate(workers, [0])).rejects.toMatchObject({
    code: 'GLOMPO_WORKER_LOST',
    message: expect.stringContaining('out of memory'),
  });
});

test('much output is heard to its end, without a pause in between', async () => {
  const lengths = { stdout: 0, stderr: 0 };
  let last = '';
  const workers = await open({
    onOutput(_worker, { stream, text }) {
      lengths[stream] += text.length;
      last = text;
    },
  });
  await load(workers);
  await evaluate(workers, [8, 0]);
  await workers[Symbol.asyncDispose]();
  expect(lengths).toEqual({ stdout: 20_000_003, stderr: 0 });
  expect(last.endsWith('end')).toBe(true);
});

test('options and sizes are checked', async () => {
  expect(() => threads({ maxHeapMb: 0 })).toThrow('threads: maxHeapMb: expected an integer of at least 8, got 0');
  expect(() => threads({ heap: 1 } as object)).toThrow('threads: unknown option "heap"');
  await expect(threads().open({ size: 0 })).rejects.toThrow('threads: size: expected a positive integer, got 0');
});

test('a worker that takes too long to start is not waited for', async () => {
  await expect(threads({ startTimeout: 0.001 }).open({ size: 1 })).rejects.toMatchObject({
    code: 'GLOMPO_WORKER_START',
    message: expect.stringContaining('was not ready after 0.001 s'),
  });
});

test('messages that a task sends to its parent are not taken for answers, and said to be ignored', async () => {
  const module = await taskModule(
    'posting.mjs',
    `import { parentPort } from 'node:worker_threads';
    export default {
      parameters: [{ kind: 'real', name: 'x', low: 0, high: 9 }],
      async evaluate([x]) {
        for (const message of [null, undefined, 5, 'hello', { id: 3 }]) parentPort.postMessage(message);
        await new Promise(resolve => setImmediate(resolve));
        return x;
      },
    };`,
  );
  let stderr = '';
  await using workers = await open({ onOutput: (_, { text }) => (stderr += text) });
  await load(workers, 0, module);
  expect((await evaluate(workers, [1, 2])).trials.values).toEqual(Float64Array.of(1, 2));
  expect(stderr).toBe(
    'glompo: nobody listens to messages that a task sends to its parent: null was ignored, as all others will be\n',
  );
});
