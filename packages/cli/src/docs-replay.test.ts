import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { glompo, project } from './glompo.test.fixture.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const page = readFileSync(join(repository, 'docs/replay.md'), 'utf8');
const block = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page)?.[1] as string;

test('the page about replays shows what its commands and its program print', async () => {
  const code = block('js');
  using home = project({ 'replay.mjs': code });
  symlinkSync(join(repository, 'node_modules'), join(home.path, 'node_modules'));
  const [run, replay] = block('sh').trim().split('\n') as [string, string];
  const words = (command: string) =>
    [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare).slice(1) as string[];
  expect((await glompo(words(run), { cwd: home.path })).code).toBe(0);
  const [shown, program] = await Promise.all([
    glompo(words(replay), { cwd: home.path }),
    promisify(execFile)(process.execPath, ['replay.mjs'], { cwd: home.path }),
  ]);
  // Of what one turn improves the last is recorded, and how long a turn is depends on what else the machine does.
  const steady = (text: string) => text.replaceAll(/\d+ improvements/g, 'some improvements');
  expect(steady(shown.stdout)).toBe(steady(block('text')));
  expect(program.stdout.trim()).toBe(/\/\/ → (.*)/.exec(code)?.[1]);
});
