import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as face from './index.js';
import lbfgs from './lbfgs.plugin.js';
import nelderMead from './nelder-mead.plugin.js';
import step from './step.plugin.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the README’s example runs as it stands and prints what the README says', () => {
  const code = /```js\n([\s\S]*?)```/.exec(readme)?.[1] as string;
  const printed = /```text\n([\s\S]*?)```/.exec(readme)?.[1] as string;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
  });
  expect(output).toBe(printed);
});

test('the README’s tables name all options with their defaults', () => {
  const rows = [...readme.matchAll(/^\| `(\w+)` \| ([^|]*) \|/gm)].map(([, name, fallback]) => [name, fallback]);
  const shown = (value: unknown) => (value === undefined ? 'none' : typeof value === 'string' ? `\`${value}\`` : value);
  const declared = [lbfgs, nelderMead, step].flatMap(({ options }) =>
    Object.entries(options!).map(([name, option]) => [
      name,
      name === 'differenceStep' ? '1.5e-8, 7.6e-6' : shown(option.default),
    ]),
  );
  const number = (text: unknown) => (Number.isNaN(Number(text)) ? text : Number(text));
  expect(rows.map(([name, fallback]) => [name, number(fallback)])).toEqual(declared);
});

test('factories make choices with checked options', () => {
  expect(face.lbfgs({ memory: 5 })).toMatchObject({ optimizer: face.lbfgsPlugin, options: { memory: 5 } });
  expect(face.nelderMead().optimizer).toBe(face.nelderMeadPlugin);
  expect(face.randomSearch().optimizer).toBe(face.randomSearchPlugin);
  expect(face.step().optimizer).toBe(face.stepPlugin);
  expect(() => face.lbfgs({ memory: 0 })).toThrow('lbfgs: memory: expected an integer from 1 to 100, got 0');
});
