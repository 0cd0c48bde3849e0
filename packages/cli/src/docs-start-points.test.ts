import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parts } from '@glompo/core';
import { describe, expect, test } from 'vitest';
import { glompo, project } from './glompo.test.fixture.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const page = readFileSync(join(repository, 'docs/start-points-and-selectors.md'), 'utf8');
const [code] = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, block]) => block as string) as [string];
const commands = [...page.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block]) => (block as string).trim().split('\n'));

describe.concurrent('the page about start points and selectors', () => {
  test('has a program that prints what it says', async () => {
    using home = project({ 'program.mjs': code });
    symlinkSync(join(repository, 'node_modules'), join(home.path, 'node_modules'));
    const { stdout } = await promisify(execFile)(process.execPath, ['program.mjs'], { cwd: home.path });
    expect(stdout.trim().split('\n')).toEqual([...code.matchAll(/\/\/ → (.*)/g)].map(([, line]) => line));
  });

  test('has commands that do what they should', async () => {
    const seeded = commands.map(command => (command.includes(' run ') ? `${command} --optimizers-on inline` : command));
    const words = (command: string) =>
      [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
    const said = await Promise.all(seeded.map(command => glompo(words(command).slice(1) as string[])));
    expect(said.map(({ code }) => code)).toEqual(commands.map(() => 0));
    const [spawned, perturbed, chained, learned, listed] = said.map(({ stdout }) => stdout);
    expect(spawned).toMatch(/every run has ended and no other is started: 30 runs started \(limit 30\)/);
    expect(perturbed).toMatch(/^evaluations {2}2,000/m);
    expect(chained).toMatch(/^stopped /m);
    expect(learned).toMatch(/^evaluations {2}5,000/m);
    expect(listed).toMatch(/^start-points\n.*^selectors\n/ms);
  });

  test.each(['startPoints', 'selectors'] as const)('has all %s with their options and defaults', kind => {
    for (const { name, options } of parts[kind].parts) {
      const row = page.split('\n').find(line => line.startsWith(`| \`${name}\` |`));
      expect(row, name).toBeDefined();
      for (const [key, { default: value }] of Object.entries(options)) {
        const shown = value === undefined ? key : `${key}=${value === 2e-5 ? '0.00002' : value}`;
        expect(row).toContain(`\`${shown}\``);
      }
    }
  });
});
