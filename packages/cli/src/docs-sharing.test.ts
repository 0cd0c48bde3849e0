import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { glompo, project } from './glompo.test.fixture.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const page = readFileSync(join(repository, 'docs/sharing.md'), 'utf8');
const block = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page)?.[1] as string;

test('the program about sharing says what stands behind its arrows', async () => {
  using home = project({ 'share.mjs': block('js') });
  symlinkSync(join(repository, 'node_modules'), join(home.path, 'node_modules'));
  const { stdout } = await promisify(execFile)(process.execPath, ['share.mjs'], { cwd: home.path });
  expect(stdout.trim().split('\n')).toEqual([...block('js').matchAll(/\/\/ → (.*)/g)].map(([, line]) => line));
});

test('the command about sharing runs', async () => {
  using home = project({});
  const [, ...words] = Array.from(
    block('sh').matchAll(/'([^']*)'|(\S+)/g),
    ([, quoted, bare]) => quoted ?? bare,
  ) as string[];
  const { code, stderr } = await glompo([...words, '--max-evaluations', '3000', '--quiet'], { cwd: home.path });
  expect(stderr).toBe('');
  expect(code).toBe(0);
});
