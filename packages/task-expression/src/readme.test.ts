import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));
const examples = [...readFileSync(`${folder}/README.md`, 'utf8').matchAll(/```js\n(.*?)```/gs)].map(
  ([, code]) => code!,
);

test.each(examples)('the README prints what it says: %s', code => {
  const said = [...code.matchAll(/\/\/ → (.*)/g)].map(([, line]) => line);
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(printed.trim().split('\n')).toEqual(said);
});
