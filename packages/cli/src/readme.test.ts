import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { commonFlags } from './commands/flags.js';
import { runFlags } from './commands/run-flags.js';
import { glompo, project } from './glompo.test.fixture.js';

const folder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${folder}/README.md`, 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, code]) => code as string);

test('the program in the README prints what it says', async () => {
  const [code] = blocks('js') as [string];
  const said = [...code.matchAll(/\/\/ → (.*)/g)].map(([, line]) => line);
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: folder,
  });
  expect(stdout.trim().split('\n')).toEqual(said);
});

test('the commands in the README do what they should', { timeout: 120_000 }, async () => {
  const files = blocks('js').flatMap(code => {
    const name = /^\/\/ (\S+\.mjs)\n/.exec(code)?.[1];
    return name === undefined ? [] : [[name, code] as const];
  });
  using home = project(Object.fromEntries(files));
  symlinkSync(join(folder, '../../node_modules'), join(home.path, 'node_modules'));
  const commands = blocks('sh')
    .join('')
    .split('\n')
    .filter(line => line.startsWith('glompo '));
  expect(commands.length).toBeGreaterThan(4);
  const script = [`glompo() { '${process.execPath}' '${folder}dist/bin.js' "$@"; }`, 'set -e', ...commands].join('\n');
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: home.path });
  expect(stdout.match(/^best value/gm)).toHaveLength(3);
  expect(JSON.parse(readFileSync(join(home.path, 'best.json'), 'utf8')).value).toBeLessThan(1);
});

test('a word on every flag, in the README and in the help', async () => {
  const { stdout: help } = await glompo(['help', 'run']);
  for (const { name } of [...runFlags, ...commonFlags]) {
    expect(readme).toContain(`\`--${name}`);
    expect(help).toContain(`--${name}`);
  }
});
