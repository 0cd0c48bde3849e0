import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createRegistry } from '@glompo/core';
import { describe, expect, test } from 'vitest';
import { glompo, project, taskSource } from '../glompo.test.fixture.js';
import { openRegistry } from '../plugins/open-registry.js';
import { findTask } from '../tasks/find-task.js';
import { checkTrusted } from './trusted-task.js';

const few = ['--max-evaluations', '3', '--slots', '1', '--optimizers-on', 'threads', '--quiet'];
const more = ['--max-evaluations', '6', '--quiet'];
const source = taskSource('([x]) => x * x');

async function expectRefused(args: readonly string[], cwd: string, why: RegExp): Promise<void> {
  const { code, stderr } = await glompo(args, { cwd });
  expect(stderr).toMatch(why);
  expect(code).toBe(2);
}

/** Whether a record with this task may go on. */
async function checkTask(
  text: string,
  how: { readonly workingDirectory: string; readonly studyFolder?: string; readonly task?: string | undefined },
): Promise<void> {
  const { workingDirectory, studyFolder, task } = how;
  const place = { registry: openRegistry(workingDirectory), workingDirectory, studyFolder };
  const nothing = { flags: new Map(), others: [] };
  const found = await findTask(text, place);
  checkTrusted({ ...nothing, positionals: [text] }, { found, given: { ...nothing, task }, place });
}

describe.concurrent("somebody else's record", () => {
  test('does not run a program that a registered task is told of', async () => {
    using home = project({});
    const { path: cwd } = home;
    const options = ['--task-option', 'command=touch ran{x1}', '--task-option', 'bounds=[[0,1]]'];
    await glompo(['run', 'program', ...options, '--dir', 'study', ...few, '--trials-on', 'inline'], { cwd });
    writeFileSync(join(cwd, 'before'), '');
    await expectRefused(['resume', 'study', ...more], cwd, /runs a program.*--task program/);
    await expectRefused(
      ['resume', 'study', '--task', 'program', ...more],
      cwd,
      /--task-option 'command=touch ran\{x1\}' --task-option 'bounds=\[\[0,1\]\]'/,
    );
    const { code } = await glompo(['resume', 'study', '--task', 'program', ...options, ...more], { cwd });
    expect(code).not.toBe(2);
  });

  test('runs no module outside of the folder, not even to look what flags it has', async () => {
    using home = project({
      'evil.mjs': `import { appendFileSync } from 'node:fs'; appendFileSync('ran', 'x');\n${source}`,
    });
    using mine = project({});
    const text = pathToFileURL(join(home.path, 'evil.mjs')).href.replace('evil', '%65vil');
    await glompo(['run', text, '--dir', 'study', ...few], { cwd: home.path });
    expect(existsSync(join(home.path, 'ran'))).toBe(true);
    const resume = ['resume', join(home.path, 'study'), '--atoms', '3', ...more];
    await expectRefused(resume, mine.path, /is the module .*, outside of this folder: give it by --task/);
    expect(existsSync(join(mine.path, 'ran'))).toBe(false);
  });

  test('shapes no program: what the record says of it is said again, or it does not go on', async () => {
    using home = project({});
    const { path: cwd } = home;
    const command = ['--command', 'echo {x}'];
    await glompo(['run', ...command, '--bounds', 'x=0:1', '--env', 'A=\u001b[31m', '--dir', 'study', ...few], { cwd });
    const { stderr, code } = await glompo(['resume', 'study', ...command, ...more], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/the record holds --env 'A= ?\[31m'/);
    expect(stderr).not.toContain('\u001b');
    expect((await glompo(['resume', 'study', ...command, '--env', 'A=2', ...more], { cwd })).code).toBe(0);
  });

  test('has no file of points read', async () => {
    using home = project({ 'task.mjs': source, 'best.json': '[[0.5], [0.25]]' });
    const { path: cwd } = home;
    await glompo(
      ['run', './task.mjs', '--start', '@best.json', '--start', 'basinHopping()', '--dir', 'study', ...few],
      {
        cwd,
      },
    );
    writeFileSync(join(cwd, 'best.json'), 'a secret');
    const resumed = await glompo(['resume', 'study', '--max-evaluations', '3000'], { cwd });
    expect(resumed.stderr).toMatch(/--start @best\.json is not read again/);
    expect(resumed.code).toBe(0);
    await expectRefused(['resume', 'study', '--start', '@best.json', '--max-evaluations', '9000'], cwd, /best\.json/);
  });
});

test.each([
  ['a path', (url: string) => fileURLToPath(url)],
  ['a URL', (url: string) => url],
  ['an escape', (url: string) => url.replace('evil', '%65vil')],
  ['one slash', (url: string) => url.replace('file:///', 'file:/')],
  ['a query', (url: string) => `${url}?x`],
  ['a fragment', (url: string) => `${url}#x`],
  ['a way back', (url: string) => url.replace('/evil', '/./x/../evil')],
  ['another case', (url: string) => url.replace('file:', 'FILE:')],
])('a module outside of the folder is refused, whatever names it: %s', async (_, form) => {
  using home = project({ 'evil.mjs': source, 'mine/note': '' });
  const text = form(pathToFileURL(join(home.path, 'evil.mjs')).href);
  const workingDirectory = join(home.path, 'mine');
  const check = (task?: string) => checkTask(text, { workingDirectory, task });
  await expect(check()).rejects.toThrow(/outside of this folder: give it by --task|expected a file/);
  if (!text.startsWith('FILE:')) await check(text);
});

test.each(['data:text/javascript,export default 1', 'https://x.org/a.mjs', 'node:fs', 'file://x.org/a.mjs'])(
  'a module is a file, and nothing else that has a URL: %s',
  async text => {
    const found = findTask(text, { registry: createRegistry(), workingDirectory: tmpdir() });
    await expect(found).rejects.toThrow(/^task module .*: expected a file/);
  },
);

test('a module behind a link, in the folder of the study or in a package is named again', async () => {
  using elsewhere = project({ 'evil.mjs': source });
  using home = project({ 'study/task.mjs': source, 'node_modules/x/task.mjs': source, 'task.mjs': source });
  const { path: workingDirectory } = home;
  const how = { workingDirectory, studyFolder: join(workingDirectory, 'study') };
  symlinkSync(join(elsewhere.path, 'evil.mjs'), join(workingDirectory, 'link.mjs'));
  symlinkSync(join(workingDirectory, 'node_modules/x/task.mjs'), join(workingDirectory, 'package.mjs'));
  for (const [text, why] of [
    ['./link.mjs', /outside of this folder: give it by --task/],
    ['./study/task.mjs', /in the folder of the study: give it by --task/],
    ['./node_modules/x/task.mjs', /in a package: give it by --task/],
    ['./package.mjs', /in a package: give it by --task/],
  ] as const) {
    await expect(checkTask(text, how)).rejects.toThrow(why);
    await checkTask(text, { ...how, task: text });
  }
  for (const text of ['./task.mjs', 'rastrigin', 'x^2']) await checkTask(text, how);
});

test('a task that runs programs is one also by the path of its module', async () => {
  using home = project({});
  const { module } = openRegistry(home.path).task('program');
  await expect(checkTask(fileURLToPath(module), { workingDirectory: home.path })).rejects.toThrow(/runs a program/);
});
