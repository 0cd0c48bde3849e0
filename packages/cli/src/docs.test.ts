import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { glompo, project } from './glompo.test.fixture.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const page = readFileSync(join(repository, 'docs/when-things-go-wrong.md'), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, code]) => code as string);

test('the program and the command about an engine that hangs and crashes do what they say', async () => {
  const programs = blocks('js').map(code => [/^\/\/ (\S+)\n/.exec(code)?.[1] as string, code] as const);
  using home = project(Object.fromEntries(programs));
  symlinkSync(join(repository, 'node_modules'), join(home.path, 'node_modules'));
  const said = programs.flatMap(([, code]) => [...code.matchAll(/\/\/ → (.*)/g)].map(([, line]) => line));
  const program = promisify(execFile)(process.execPath, ['stubborn-study.mjs'], { cwd: home.path });
  const [command] = blocks('sh') as [string];
  const args = command.trim().split(' ').slice(1);
  const [{ stdout }, shown] = await Promise.all([program, glompo(args, { cwd: home.path })]);
  expect(stdout.trim().split('\n')).toEqual(said);
  expect(shown.stdout).toMatch(/^evaluations {2}60 \(\d+ failed, \d+ timed out\), in /m);
  expect(shown.code).toBe(0);
});

test('a word on every policy', () => {
  for (const name of ['trial-timeout', 'abort-grace', 'retries', 'failed-trials', 'finish-killed', 'no-spare-worker'])
    expect(page).toContain(`--${name}`);
});
