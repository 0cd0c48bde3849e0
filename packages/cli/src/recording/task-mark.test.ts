import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Args, readArgs } from '../args/read-args.js';
import { runFlags } from '../commands/run-flags.js';
import { glompo, project, taskSource } from '../glompo.test.fixture.js';
import { openRegistry } from '../plugins/open-registry.js';
import { studyOfArgs } from '../study/study-of-args.js';
import { type TaskMark, taskMark } from './task-mark.js';

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

async function markOf(given: readonly string[], workingDirectory: string): Promise<TaskMark> {
  const args: Args = readArgs([...given, '--trials-on', 'inline'], runFlags);
  const place = { registry: openRegistry(workingDirectory), workingDirectory };
  return taskMark(args, await studyOfArgs(args, place), place);
}

test('a task is known by its file, its package, or the program that it is', async () => {
  using home = project({ 'task.mjs': taskSource('([x]) => x'), program: '#!/bin/sh\necho 1' });
  const { path: cwd } = home;
  chmodSync(join(cwd, 'program'), 0o755);
  expect(await markOf(['./task.mjs'], cwd)).toEqual({ taskHash: sha256(join(cwd, 'task.mjs')) });
  expect(await markOf(['rastrigin'], cwd)).toEqual({ taskPackage: expect.stringMatching(/^@glompo\/tasks \d/) });
  expect(await markOf(['x^2', '--bounds', '0:1'], cwd)).toEqual({});
  const bounds = ['--bounds', 'x=0:1'];
  for (const command of ['./program {x}', `'${join(cwd, 'program')}' {x}`])
    expect(await markOf(['--command', command, ...bounds], cwd)).toEqual({ taskHash: sha256(join(cwd, 'program')) });
  expect(await markOf(['--command', 'echo {x}', ...bounds], cwd)).toEqual({});
});

test('a program that has changed is another task', async () => {
  using home = project({ program: '#!/bin/sh\necho 1' });
  const { path: cwd } = home;
  chmodSync(join(cwd, 'program'), 0o755);
  const command = ['--command', './program {x}'];
  const few = ['--slots', '1', '--optimizers-on', 'threads', '--quiet'];
  await glompo(['run', ...command, '--bounds', 'x=0:1', '--dir', 'study', '--max-evaluations', '3', ...few], { cwd });
  writeFileSync(join(cwd, 'program'), '#!/bin/sh\necho 2');
  const { stderr, code } = await glompo(['resume', 'study', ...command, '--max-evaluations', '6'], { cwd });
  expect(stderr).toMatch(/has changed since .*--accept-changed-task/);
  expect(code).toBe(2);
});

test('another version of the package that brings the task is told, and no more', async () => {
  const manifest = { name: 'mine', type: 'module', glompo: { api: 1, tasks: { valley: './task.mjs' } } };
  using home = project({
    'package.json': { type: 'module', dependencies: { mine: '*' } },
    'node_modules/mine/package.json': { ...manifest, version: '1.0.0' },
    'node_modules/mine/task.mjs': taskSource('([x]) => x * x'),
  });
  const { path: cwd } = home;
  const few = ['--slots', '1', '--optimizers-on', 'threads', '--quiet'];
  await glompo(['run', 'valley', '--dir', 'study', '--max-evaluations', '3', ...few], { cwd });
  writeFileSync(
    join(cwd, 'node_modules/mine/package.json'),
    JSON.stringify({ ...manifest, version: '1.1.0\u001b[31m' }),
  );
  const { stderr, code } = await glompo(['resume', 'study', '--max-evaluations', '6'], { cwd });
  expect(stderr).toMatch(/the task was that of mine 1\.0\.0, and is that of mine 1\.1\.0 \[31m now/);
  expect(code).toBe(0);
});
