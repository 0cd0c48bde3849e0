import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { processes } from '@glompo/backend-processes';
import type { OpenOptions, Plain, Workers } from '@glompo/core';
import type { EvaluateAnswer } from '@glompo/core/worker';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { childTask, gone, pidsIn, runs } from './child-task.test.fixture.js';

const replaced = { by: 'test', message: 'the test wants it' };
/** Processes of a worker that has started programs; those that have left its group are found on Linux only. */
const family = process.platform === 'linux' ? 5 : 3;
let folder: string;
let task: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'processes-test-'));
  task = await taskModule('task.mjs', childTask);
});
afterAll(() => rm(folder, { recursive: true }));

async function taskModule(name: string, source: string): Promise<string> {
  await writeFile(join(folder, name), source);
  return pathToFileURL(join(folder, name)).href;
}

function open(options: Partial<OpenOptions> = {}): Promise<Workers> {
  return processes().open({ size: 1, ...options });
}

function load(workers: Workers, worker = 0, module = task, options = {}): Promise<Plain> {
  return workers.call(worker, { type: 'load', task: { type: 'module', module }, options, seed: 1 });
}

async function evaluate(workers: Workers, points: readonly number[], signal?: AbortSignal): Promise<EvaluateAnswer> {
  const request = { type: 'evaluate', run: 1, first: 1, points: Float64Array.from(points), wants: [] };
  return (await workers.call(0, request, signal && { signal })) as EvaluateAnswer;
}

async function values(workers: Workers, points: readonly number[]): Promise<number[]> {
  return [...(await evaluate(workers, points)).trials.values];
}

/** Workers of which number 0 is stuck: in a loop of its own (1), with programs it has started (5). */
async function stuck(what: 1 | 5): Promise<{ workers: Workers; pids: readonly number[]; lost: Promise<unknown> }> {
  let heard: (pids: readonly number[]) => void;
  const pids = new Promise<readonly number[]>(resolve => {
    heard = resolve;
  });
  const workers = await open({ onOutput: (_worker, { text }) => heard(pidsIn(text)) });
  await load(workers);
  const lost = evaluate(workers, [what, 0]).catch((error: unknown) => error);
  return { workers, pids: await pids, lost };
}

test('a task is loaded and evaluated in a process of its own, and its values arrive as they are', async () => {
  await using workers = await open();
  expect(await load(workers)).toMatchObject({ type: 'loaded', name: expect.stringMatching(/^child \d+$/) });
  expect(await load(workers)).not.toMatchObject({ name: `child ${process.pid}` });
  expect(await values(workers, [0, 1.5, 0, Infinity, 0, -0, 0, 5e-324])).toEqual([1.5, Infinity, -0, 5e-324]);
});

test('calls are answered in order; an abort reaches a task that awaits, and calls that have not begun', async () => {
  await using workers = await open();
  await load(workers);
  const [running, waiting] = [new AbortController(), new AbortController()];
  const heard: number[] = [];
  const [first, second, third] = [
    evaluate(workers, [3, 1], running.signal),
    evaluate(workers, [0, 2], waiting.signal),
    evaluate(workers, [0, 3]),
  ].map(async (call, i) => {
    const { trials } = await call;
    heard.push(i);
    return [...trials.values];
  });
  waiting.abort();
  running.abort();
  expect([await third, await second, await first]).toEqual([[3], [], []]);
  expect(heard).toEqual([0, 1, 2]);
});

test('what a task prints is heard and does not reach the terminal', async () => {
  const heard: string[] = [];
  const workers = await open({ onOutput: (worker, { stream, text }) => heard.push(`${worker} ${stream} ${text}`) });
  await load(workers);
  await evaluate(workers, [4, 8]);
  await workers[Symbol.asyncDispose]();
  expect(heard.map(text => text.trim()).sort()).toEqual(['0 stderr complained', '0 stdout printed: é 8']);
});

test('an error keeps its code and message; what cannot travel is refused, and the worker lives on', async () => {
  await using workers = await open();
  await expect(load(workers, 0, `${task}.missing`)).rejects.toMatchObject({
    name: 'GlompoError',
    code: 'GLOMPO_TASK_MODULE',
    message: expect.stringContaining('does not exist'),
  });
  const closure = { type: 'load', option: () => 1 } as unknown as Plain;
  await expect(workers.call(0, closure)).rejects.toMatchObject({ code: 'GLOMPO_TASK_CANNOT_TRAVEL' });
  const module = `data:text/javascript,export default { name: () => 'a closure', parameters: [], evaluate: () => 1 }`;
  const named = { type: 'load', task: { type: 'module', module }, options: {}, seed: 1 };
  await expect(workers.call(0, named)).rejects.toMatchObject({ code: 'GLOMPO_TASK_CANNOT_TRAVEL' });
  await load(workers);
  expect((await evaluate(workers, [7, 0])).trials.failures[0]?.message).toContain('extras that is a function');
  expect(await values(workers, [0, 2])).toEqual([2]);
});

test.each([
  ['exits', 2, 'exit code 7'],
  ['is killed', 8, 'signal SIGKILL'],
])('a worker that %s takes its calls along, takes no more, and is replaced', async (_how, what, message) => {
  await using workers = await open();
  await load(workers);
  const [ends, waits] = await Promise.allSettled([evaluate(workers, [what, 0]), evaluate(workers, [0, 0])]);
  expect(ends).toMatchObject({ reason: { code: 'GLOMPO_WORKER_LOST', message: expect.stringContaining(message) } });
  expect(waits).toMatchObject({ reason: { code: 'GLOMPO_WORKER_LOST' } });
  await expect(evaluate(workers, [0, 0])).rejects.toMatchObject({ code: 'GLOMPO_WORKER_GONE' });
  await workers.replace(0, replaced);
  await load(workers);
  expect(await values(workers, [0, 2])).toEqual([2]);
});

test('the last words of a worker that ends are in the error', async () => {
  const dying = await taskModule(
    'dying.mjs',
    `export default { parameters: [{ kind: 'real', name: 'x', low: 0, high: 9 }], evaluate() {
      setTimeout(() => { throw new TypeError('stray'); });
      return new Promise(() => {});
    } };`,
  );
  await using workers = await open();
  await load(workers, 0, dying);
  await expect(evaluate(workers, [0])).rejects.toMatchObject({ message: expect.stringContaining('TypeError: stray') });
});

test.each([
  ['a busy loop that ignores SIGTERM', 1, 1],
  ['a busy loop with programs that ignore SIGTERM', 5, family],
] as const)('%s is ended and replaced', async (_what, what, count) => {
  const { workers, pids, lost } = await stuck(what);
  expect(pids).toHaveLength(count);
  expect(pids.filter(runs)).toEqual(pids);
  const { freedAfterMs } = await workers.replace(0, replaced);
  expect(pids.filter(runs)).toEqual([]);
  expect(freedAfterMs).toBeGreaterThan(0);
  expect(await lost).toMatchObject({
    code: 'GLOMPO_WORKER_LOST',
    message: expect.stringContaining('the test wants it'),
  });
  await load(workers);
  expect(await values(workers, [0, 2])).toEqual([2]);
  await workers[Symbol.asyncDispose]();
});

test('closing leaves neither processes nor directories nor anything that keeps the program alive', async () => {
  const { workers, pids, lost } = await stuck(5);
  await workers.resize(2);
  await workers[Symbol.asyncDispose]();
  await workers[Symbol.asyncDispose]();
  expect(await lost).toMatchObject({ code: 'GLOMPO_WORKER_LOST', message: expect.stringContaining('closed') });
  expect(pids.filter(runs)).toEqual([]);
  expect(process.getActiveResourcesInfo()).not.toContain('ProcessWrap');
  await expect(workers.call(0, null)).rejects.toMatchObject({ code: 'GLOMPO_CLOSED' });
});

test('the directory of a worker is gone when the worker is, also by force', async () => {
  await using workers = await open();
  await load(workers);
  const directory = (await evaluate(workers, [6, 0])).trials.extras?.[0] as string;
  expect(existsSync(directory)).toBe(true);
  await workers.replace(0, replaced);
  expect(existsSync(directory)).toBe(false);
});

test.each(['SIGKILL', 'SIGTERM', 'exit'] as const)('nothing outlives a manager that ends by %s', async how => {
  const manager = join(folder, `manager-${how}.mjs`);
  const module = (name: string) => JSON.stringify(import.meta.resolve(name));
  await writeFile(
    manager,
    `import { processes } from ${module('@glompo/backend-processes')};
    const workers = await processes().open({ size: 2, onOutput: (_worker, { text }) => process.stdout.write(text) });
    for (const [worker, what] of [[0, 1], [1, 5]]) {
      await workers.call(worker, { type: 'load', task: { type: 'module', module: ${JSON.stringify(task)} }, options: {}, seed: 1 });
      workers.call(worker, { type: 'evaluate', run: 1, first: 1, points: Float64Array.of(what, 0), wants: [] });
    }
    process.stdin.once('data', () => process.exit());`,
  );
  const child = spawn(process.execPath, [manager], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const pids: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    pids.push(...pidsIn(line));
    if (pids.length === 1 + family) break;
  }
  expect(pids.filter(runs)).toHaveLength(1 + family);
  if (how === 'exit') child.stdin.write('now\n');
  else child.kill(how);
  await gone([child.pid as number, ...pids]);
  expect(readdirSync(tmpdir()).filter(name => name.includes(`-${child.pid}-`))).toEqual([]);
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

test('workers get the environment they are given, beside that of the manager', async () => {
  await using workers = await processes({ env: { NAME: 'given' } }).open({ size: 1 });
  expect(await load(workers)).toMatchObject({ name: 'given' });
});

test('a worker that cannot start is told with what it said', async () => {
  await expect(processes({ env: { NODE_OPTIONS: '--no-such-option' } }).open({ size: 2 })).rejects.toMatchObject({
    code: 'GLOMPO_WORKER_START',
    message: expect.stringContaining('--no-such-option'),
  });
  expect(process.getActiveResourcesInfo()).not.toContain('ProcessWrap');
});

test('a heap limit holds, and is told in words', async () => {
  const greedy = await taskModule(
    'greedy.mjs',
    'export default { parameters: [{ kind: "real", name: "x", low: 0, high: 9 }], evaluate: () => { for (const all = []; ; ) all.push({ all }); } };',
  );
  await using workers = await processes({ maxHeapMb: 16 }).open({ size: 1 });
  await load(workers, 0, greedy);
  await expect(evaluate(workers, [0])).rejects.toMatchObject({
    code: 'GLOMPO_WORKER_LOST',
    message: expect.stringContaining('out of memory: its JavaScript heap was full'),
  });
});

test.runIf(process.platform !== 'win32')(
  'workers and what they start stand back as far as they are told to',
  async () => {
    const polite = await taskModule(
      'polite.mjs',
      `import { getPriority } from 'node:os';
    import { execFileSync } from 'node:child_process';
    export default {
      name: [getPriority(), Number(execFileSync('nice'))].join(),
      parameters: [{ kind: 'real', name: 'x', low: 0, high: 9 }],
      evaluate: () => 0,
    };`,
    );
    await using workers = await processes({ nice: 7 }).open({ size: 1 });
    expect(await load(workers, 0, polite)).toMatchObject({ name: '7,7' });
  },
);

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
  await evaluate(workers, [9, 0]);
  await workers[Symbol.asyncDispose]();
  expect(lengths).toEqual({ stdout: 20_000_003, stderr: 0 });
  expect(last.endsWith('end')).toBe(true);
});

test('a large answer arrives also while the next call keeps the thread', async () => {
  const module = await taskModule(
    'large.mjs',
    `export default {
      parameters: [{ kind: 'real', name: 'what', low: 0, high: 9 }],
      evaluate([what]) {
        if (what === 1) for (;;);
        return { value: 1, residuals: new Float64Array(200_000).fill(0.5) };
      },
    };`,
  );
  await using workers = await open();
  await load(workers, 0, module);
  const ask = (point: number) =>
    workers.call(0, { type: 'evaluate', run: 1, first: 1, points: Float64Array.of(point), wants: ['residuals'] });
  const large = ask(0);
  const stuck = ask(1).catch(() => {});
  const { trials } = (await large) as EvaluateAnswer;
  expect(trials.residuals?.[0]?.subarray(0, 2)).toEqual(Float64Array.of(0.5, 0.5));
  await workers.replace(0, replaced);
  await stuck;
});

test('answers that come before what was said before them wait for it, one and all', async () => {
  await using workers = await open();
  await load(workers);
  const rules = { reportMs: 0 };
  const ask = (...points: number[]) =>
    workers.call(0, { type: 'evaluate', run: 1, first: 1, points: Float64Array.from(points), wants: [], rules });
  for (let i = 0; i < 30; i++) {
    // The first says a word before it answers, the second none; neither is heard before both have answered.
    const answers = Promise.all([ask(0, 1, 0, 2), ask(0, 3)]);
    const sent = performance.now();
    await new Promise(resolve => setImmediate(resolve));
    while (performance.now() < sent + 10);
    await answers;
  }
});

test('a task that closes its standard output is heard all the same', async () => {
  const module = await taskModule(
    'closing-stdout.mjs',
    `import { closeSync } from 'node:fs';
    export default {
      parameters: [{ kind: 'real', name: 'x', low: 0, high: 9 }],
      evaluate([x]) {
        if (x === 1) closeSync(1);
        return { value: x, residuals: new Float64Array(x === 2 ? 200_000 : 1).fill(x) };
      },
    };`,
  );
  await using workers = await open();
  await load(workers, 0, module);
  const heard: Plain[] = [];
  const request = {
    type: 'evaluate',
    run: 1,
    first: 1,
    points: Float64Array.of(0, 1, 2),
    wants: ['residuals'],
    rules: { reportMs: 0 },
  };
  const answer = (await workers.call(0, request, { onMessage: word => heard.push(word) })) as EvaluateAnswer;
  const reported = heard.flatMap(word => [...((word as { trials?: EvaluateAnswer['trials'] }).trials?.values ?? [])]);
  expect([...reported, ...answer.trials.values]).toEqual([0, 1, 2]);
  expect(answer.trials.residuals?.at(-1)).toHaveLength(200_000);
});

test('options and sizes are checked', async () => {
  expect(() => processes({ maxHeapMb: 0 })).toThrow('processes: maxHeapMb: expected an integer of at least 16, got 0');
  expect(() => processes({ nice: 20 })).toThrow('processes: nice: expected an integer from 0 to 19, got 20');
  expect(() => processes({ heap: 1 } as object)).toThrow('processes: unknown option "heap"');
  expect(() => processes({ env: { A: 1 } } as object)).toThrow('processes: env: expected a text for A, got 1');
  await expect(processes().open({ size: 1.5 })).rejects.toThrow(
    'processes: size: expected a positive integer, got 1.5',
  );
});

test('messages that a task sends to its parent are not taken for answers, and said to be ignored', async () => {
  const module = await taskModule(
    'posting.mjs',
    `export default {
      parameters: [{ kind: 'real', name: 'x', low: 0, high: 9 }],
      async evaluate([x]) {
        for (const message of [null, 5, 'hello', { id: 3 }]) process.send(message);
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

test('a worker that says what cannot be read is lost, and nobody else with it', async () => {
  // What only glompo itself knows to say; a task that finds it out says nonsense.
  const module = await taskModule(
    'nonsense.mjs',
    `import { writeSync } from 'node:fs';
    const [secret] = process.argv.filter(each => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(each));
    writeSync(1, '\\0glompo ' + secret + ' last 3;???');
    // The answer would have another way to take, and may be faster.
    await new Promise(() => setInterval(() => {}, 1_000));
    export default { parameters: [{ kind: 'real', name: 'x', low: 0, high: 9 }], evaluate: ([x]) => x };`,
  );
  await using workers = await open();
  await expect(load(workers, 0, module)).rejects.toThrow(
    /ended before it had answered: it said something that cannot be read: /,
  );
});
