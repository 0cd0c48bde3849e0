import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/```js\n([\s\S]*?)```\s*```text\n([\s\S]*?)```/g)].map(match => match.slice(1));

it('the README has two programs with what they print', () => {
  expect(examples).toHaveLength(2);
});

it.each(examples)('a program of the README runs as it stands and prints what the README says', (code, printed) => {
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code as string], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
  });
  expect(output).toBe(printed);
});
