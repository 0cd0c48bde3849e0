import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { type PersistentOptions, persistentProgram } from '@glompo/task-program';
import { describe, expect, test } from 'vitest';
import { type Bench, bench, failureOf, folderWith, runs } from './bench.test.fixture.js';

/**
 * A task whose program is a script for Node: `answer(request)` writes a line, `request` is what it was asked. `starts` counts how often it was
 * started, and `pid` names the last one.
 */
async function served(script: string, options: Partial<PersistentOptions> = {}) {
  const folder = folderWith({});
  const program = `
    const { appendFileSync } = require('node:fs');
    appendFileSync(process.env.STARTS, process.pid + '\\n');
    const write = text => process.stdout.write(text);
    const answer = message => write(JSON.stringify(message) + '\\n');
    let asked = 0;
    const onRequest = request => { asked++; const [x] = request.x; ${script} };
    require('node:readline').createInterface({ input: process.stdin }).on('line', line => onRequest(JSON.parse(line)));`;
  const starts = join(folder.path, 'starts');
  const task = await bench(
    persistentProgram([process.execPath, '-e', program], {
      bounds: { a: [-9, 9] },
      ...options,
      env: { STARTS: starts },
    }),
  );
  return {
    task,
    pids: () => (existsSync(starts) ? readFileSync(starts, 'utf8').trim().split('\n').map(Number) : []),
    async [Symbol.asyncDispose]() {
      await task.close();
      folder[Symbol.dispose]();
    },
  };
}

const echo = 'answer({ id: request.id, value: x });';
const ask = async (task: Bench, x: number) => (await task.evaluate([x])).value;

test('one program answers all points, each with everything that is known of the trial', async () => {
  await using it = await served('answer({ id: request.id, value: "Infinity", gradient: [asked], extras: request });');
  expect(it.pids()).toEqual([]);
  for (const trial of [1, 2]) {
    const { value, gradient, extras } = await it.task.evaluate([0.3], { trial, wants: ['gradient'] });
    expect({ value, gradient }).toEqual({ value: Number.POSITIVE_INFINITY, gradient: Float64Array.of(trial) });
    expect(extras).toEqual({
      id: trial,
      x: [0.3],
      parameters: { a: 0.3 },
      run: 3,
      trial,
      seed: 1000 + trial,
      wants: ['gradient'],
    });
  }
  expect(it.pids()).toHaveLength(1);
});

test('a failure that it tells leaves it as it is', async () => {
  await using it = await served(`if (x > 1) answer({ id: request.id, error: 'too much' }); else ${echo}`);
  expect(await ask(it.task, 1)).toBe(1);
  expect(await failureOf(ask(it.task, 2))).toMatch(/: too much$/);
  expect(await ask(it.task, 1)).toBe(1);
  expect(it.pids()).toHaveLength(1);
});

test('answers that have no value leave it as it is, too', async () => {
  await using it = await served('answer({ id: request.id, cost: x });');
  expect(await failureOf(ask(it.task, 2))).toContain('the JSON object in its answer has no "value", but "id", "cost"');
  expect(await failureOf(ask(it.task, 2))).toContain('has no "value"');
  expect(it.pids()).toHaveLength(1);
});

test('what it prints between its answers is none of them', async () => {
  await using it = await served(`write('step 1 of 2\\n3.5\\n[1]\\n\\n'); ${echo}`);
  expect(await ask(it.task, 1)).toBe(1);
});

test('a line that says that it is ready may come first', async () => {
  await using it = await served(`if (asked === 1) answer({ ready: true }); ${echo}`, { timeout: 20 });
  expect(await ask(it.task, 1)).toBe(1);
});

test('bare NaN and Infinity of Python are understood', async () => {
  await using it = await served(
    'write(\'{"id": \' + request.id + \', "value": \' + (x > 1 ? "NaN" : "Infinity") + "}\\n");',
  );
  expect(await ask(it.task, 1)).toBe(Number.POSITIVE_INFINITY);
  expect(await failureOf(ask(it.task, 2))).toContain('the value in its answer is "NaN", which cannot be minimised');
});

describe('one that fails is started afresh for the next point:', () => {
  test.each<[string, string, Partial<PersistentOptions>, string | RegExp]>([
    [
      'it exits',
      'console.error("oh"); process.exit(3)',
      {},
      /: ended before it had answered \(exit code 3\); the last on stderr: oh$/,
    ],
    ['it is killed', 'process.kill(process.pid, "SIGKILL")', {}, 'ended before it had answered (signal SIGKILL)'],
    [
      'it ends in the middle of a line',
      'process.stdout.write(\'{"id": 2, "val\', () => process.exit(0))',
      {},
      'ended before it had answered (exit code 0), in the middle of a line: "{\\"id\\": 2, \\"val"',
    ],
    [
      'it closes its stdin and stdout, and goes on',
      'require("node:fs").closeSync(1); setInterval(() => {}, 1000)',
      { timeout: 0.3 },
      'did not answer within 0.3 s (timeout) and was ended',
    ],
    [
      'it writes half of an answer',
      'write(\'{"id": 2, "val\\n\')',
      {},
      'wrote what is no JSON: "{\\"id\\": 2, \\"val"',
    ],
    ['it answers something else', 'answer({ id: 7, value: 1 })', {}, 'wrote an answer with the id 7 where 2 was asked'],
    ['it does not say what it answers', 'answer({ value: 1 })', {}, 'wrote an answer without an id where 2 was asked'],
    ['it is silent', '', { timeout: 0.3 }, 'did not answer within 0.3 s (timeout) and was ended'],
    [
      'it writes without end',
      'const on = () => { while (write("x".repeat(1e5))); process.stdout.once("drain", on); }; on()',
      { maxOutputMb: 1 },
      'wrote a line of more than 1 MB to stdout (maxOutputMb) and was ended',
    ],
  ])('%s', async (_, script, options, message) => {
    await using it = await served(`if (x > 1) { ${script} } else { ${echo} }`, options);
    expect(await ask(it.task, 1)).toBe(1);
    const failure = await failureOf(ask(it.task, 2));
    if (typeof message === 'string') expect(failure).toContain(message);
    else expect(failure).toMatch(message);
    expect(await ask(it.task, 1)).toBe(1);
    expect(it.pids()).toHaveLength(2);
    expect(it.pids().filter(runs)).toHaveLength(1);
  });

  test('its answer is no longer wanted', async () => {
    await using it = await served(`if (x > 1) appendFileSync('asked', ''); else { ${echo} }`);
    expect(await ask(it.task, 1)).toBe(1);
    const controller = new AbortController();
    const failure = failureOf(it.task.evaluate([2], { signal: controller.signal }));
    const [folder] = readdirSync(it.task.folder) as [string];
    while (!existsSync(join(it.task.folder, folder, 'asked'))) await after(5);
    controller.abort(new Error('the run was killed'));
    expect(await failure).toBe('the run was killed');
    expect(it.pids().filter(runs)).toEqual([]);
    expect(await ask(it.task, 1)).toBe(1);
    expect(it.pids()).toHaveLength(2);
  });

  test('it has ended meanwhile', async () => {
    await using it = await served(`${echo} setTimeout(() => process.exit(0), 10);`);
    expect(await ask(it.task, 1)).toBe(1);
    while (it.pids().some(runs)) await after(5);
    expect(await ask(it.task, 1)).toBe(1);
    expect(it.pids()).toHaveLength(2);
  });
});

test('one that does not get ready in time is ended', async () => {
  await using it = await served('', { startTimeout: 0.3 });
  expect(await failureOf(ask(it.task, 1))).toContain('did not answer within 0.3 s (startTimeout) and was ended');
  expect(it.pids().filter(runs)).toEqual([]);
});

test('one that answers nobody is ended', async () => {
  await using it = await served(`${echo} answer({ id: request.id, value: 2 });`);
  expect(await ask(it.task, 1)).toBe(1);
  while (it.pids().some(runs)) await after(5);
  expect(it.pids()).toHaveLength(1);
});

test('evaluations that overlap get a program each, and these are used again', async () => {
  await using it = await served(`setTimeout(() => { ${echo} }, 20);`);
  for (let i = 0; i < 2; i++) {
    expect(await Promise.all([1, 2, 3].map(x => ask(it.task, x)))).toEqual([1, 2, 3]);
    expect(it.pids()).toHaveLength(3);
  }
});

test('at the end its stdin ends, and nothing is left of it', async () => {
  const bye = "process.on('exit', () => appendFileSync(process.env.STARTS, '0\\n'));";
  await using it = await served(`${echo} ${bye}`, { grace: 20 });
  await ask(it.task, 1);
  const [pid] = it.pids() as [number];
  await it.task.close();
  expect(it.pids()).toEqual([pid, 0]);
  expect(runs(pid)).toBe(false);
  expect(existsSync(it.task.folder)).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'at the end what does not hear is killed, with what it has started',
  async () => {
    await using it = await served(
      `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);
     const child = require('node:child_process').spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
     appendFileSync(process.env.STARTS, child.pid + '\\n'); ${echo}`,
    );
    await ask(it.task, 1);
    expect(it.pids().filter(runs)).toHaveLength(2);
    await it.task.close();
    expect(it.pids().filter(runs)).toEqual([]);
  },
);

test('a placeholder for a point makes no sense', () => {
  expect(() => persistentProgram('serve {x}', { bounds: [[0, 1]] })).toThrow(
    'persistentProgram: command: {x} stands for nothing; known: directory',
  );
  expect(() => persistentProgram('sh', { bounds: [[0, 1]], stdin: 'json' } as PersistentOptions)).toThrow(
    'persistentProgram: unknown option "stdin"',
  );
});

test('its private directory is made for it, and removed with it', async () => {
  await using it = await served(`require('node:fs').writeFileSync('mark', ''); ${echo}`);
  await ask(it.task, 1);
  expect(readdirSync(it.task.folder)).toHaveLength(1);
  const [folder] = readdirSync(it.task.folder) as [string];
  expect(readdirSync(join(it.task.folder, folder))).toEqual(['mark']);
  await it.task.close();
  expect(existsSync(it.task.folder)).toBe(false);
});
