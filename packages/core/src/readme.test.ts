import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { errorCodes } from './errors/glompo-error.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the README’s example runs as it stands and prints what the README says', () => {
  const code = /```js\n([\s\S]*?)```/.exec(readme)?.[1] as string;
  const printed = /```text\n([\s\S]*?)```/.exec(readme)?.[1] as string;
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd, encoding: 'utf8' });
  expect(output).toBe(printed);
});

test('the README lists every error code with its meaning, and no other', () => {
  const listed = [...readme.matchAll(/^\| `(GLOMPO_\w+)` \| (.*) \|$/gm)].map(([, code, meaning]) => [code, meaning]);
  expect(Object.fromEntries(listed)).toEqual(errorCodes);
});
