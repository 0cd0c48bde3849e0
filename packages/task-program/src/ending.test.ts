import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { type ProgramOptions, program } from '@glompo/task-program';
import { describe, expect, test } from 'vitest';
import { bench, failureOf, folderWith, runs } from './bench.test.fixture.js';

/** A program that starts another one, which starts another one in a session of its own; both ignore SIGTERM, and write down who they are. */
const family = `
  const { spawn } = require('node:child_process');
  const { writeFileSync } = require('node:fs');
  const [folder, depth] = process.argv.slice(1);
  process.on('SIGTERM', () => {});
  writeFileSync(folder + '/' + depth + '.tmp', String(process.pid));
  if (depth > 0) spawn(process.execPath, ['-e', process.env.SOURCE, folder, depth - 1], { detached: true, stdio: process.env.STDIO });
  require('node:fs').renameSync(folder + '/' + depth + '.tmp', folder + '/' + depth);
  if (depth == 2 && process.env.LEAVES) {
    const timer = setInterval(() => { if (require('node:fs').existsSync(folder + '/0')) { console.log(1); process.exit(0); } }, 5);
  } else setInterval(() => {}, 1000);`;

async function familyIn(folder: string, options: Partial<ProgramOptions>) {
  return bench(
    program([process.execPath, '-e', family, folder, '2', '{x}'], {
      bounds: [[-1, 1]],
      ...options,
      env: { SOURCE: family, STDIO: 'ignore', ...options.env },
    }),
  );
}

const members = (folder: string) => ['0', '1', '2'].map(name => Number(readFileSync(join(folder, name), 'utf8')));

async function complete(folder: string): Promise<void> {
  while (!existsSync(join(folder, '0'))) await after(5);
}

describe.runIf(process.platform === 'linux')('a program with everything that it has started is ended', () => {
  test('when its result is no longer wanted', async () => {
    using folder = folderWith({});
    await using task = await familyIn(folder.path, {});
    const controller = new AbortController();
    const failure = failureOf(task.evaluate([0], { signal: controller.signal }));
    await complete(folder.path);
    expect(members(folder.path).every(runs)).toBe(true);
    controller.abort(new Error('the run was killed'));
    expect(await failure).toBe('the run was killed');
    expect(members(folder.path).filter(runs)).toEqual([]);
    expect(readdirSync(task.folder)).toEqual([]);
  });

  test('when its time is over', async () => {
    using folder = folderWith({});
    await using task = await familyIn(folder.path, { timeout: 3 });
    expect(await failureOf(task.evaluate([0]))).toContain('did not end within 3 s (timeout) and was ended');
    expect(members(folder.path).filter(runs)).toEqual([]);
  });

  test.each(['ignore', 'inherit'])('when it has ended itself and left others, who %s its output', async STDIO => {
    using folder = folderWith({});
    await using task = await familyIn(folder.path, { env: { LEAVES: '1', STDIO } });
    expect(await task.evaluate([0])).toEqual({ value: 1 });
    expect(members(folder.path).filter(runs)).toEqual([]);
  });

  test('when Node exits', async () => {
    using folder = folderWith({
      'evaluate.mjs': `
        const { default: make } = await import(${JSON.stringify(new URL('../dist/program.task.js', import.meta.url).href)});
        const [folder, options] = process.argv.slice(2);
        const task = make(JSON.parse(options));
        task.evaluate(Float64Array.of(0), { signal: new AbortController().signal, run: 1, trial: 1, seed: 1, wants: [], directory: folder });
        const { existsSync } = await import('node:fs');
        setInterval(() => existsSync(folder + '/0') && process.exit(0), 5);`,
    });
    const { options } = program([process.execPath, '-e', family, folder.path, '2', '{x}'], {
      bounds: [[-1, 1]],
      env: { SOURCE: family, STDIO: 'ignore' },
    });
    execFileSync(process.execPath, [join(folder.path, 'evaluate.mjs'), folder.path, JSON.stringify(options)]);
    while (members(folder.path).some(runs)) await after(5);
  });
});

test('a program that hears SIGTERM has time to say good-bye', async () => {
  using folder = folderWith({});
  const script = `trap 'echo bye > ${folder.path}/bye; exit 0' TERM; echo > ${folder.path}/ready; while :; do sleep 0.01; done`;
  await using task = await bench(program(['sh', '-c', script, 'sh', '{x}'], { bounds: [[-1, 1]], grace: 20 }));
  const controller = new AbortController();
  const failure = failureOf(task.evaluate([0], { signal: controller.signal }));
  while (!existsSync(join(folder.path, 'ready'))) await after(5);
  controller.abort(new Error('enough'));
  expect(await failure).toBe('enough');
  expect(existsSync(join(folder.path, 'bye'))).toBe(true);
});

test('what is not wanted from the beginning is not started', async () => {
  using folder = folderWith({});
  await using task = await bench(program(['touch', `${folder.path}/started`, '{x}'], { bounds: [[-1, 1]] }));
  expect(await failureOf(task.evaluate([0], { signal: AbortSignal.abort(new Error('enough')) }))).toBe('enough');
  expect(readdirSync(folder.path)).toEqual([]);
});
