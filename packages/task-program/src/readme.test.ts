import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folderWith, pythonFolder, withoutPython } from './bench.test.fixture.js';

const folder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${folder}/README.md`, 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, code]) => code as string);

test.skipIf(withoutPython).each(blocks('js'))('the README prints what it says: %s', code => {
  const [model] = blocks('py') as [string];
  using home = folderWith({ 'model.py': model });
  copyFileSync(join(pythonFolder, 'glompo_serve.py'), join(home.path, 'glompo_serve.py'));
  symlinkSync(join(folder, '../../node_modules'), join(home.path, 'node_modules'));
  const said = [...code.matchAll(/\/\/ → (.*)/g)].map(([, line]) => line);
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: home.path,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(printed.trim().split('\n')).toEqual(said);
});
