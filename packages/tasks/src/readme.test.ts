import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Evaluation, Option, Task } from '@glompo/core';
import { expect, test } from 'vitest';
import { instanceOptions } from './instance-options.js';
import { knownMinimum } from './known-minima.js';

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
  // console.log breaks long objects over lines.
  expect(
    printed
      .replace(/\n( +|(?=}))/g, ' ')
      .trim()
      .split('\n'),
  ).toEqual(said);
});

const { glompo } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as {
  readonly glompo: { readonly tasks: Readonly<Record<string, string>> };
};
const table = readFileSync(`${folder}/README.md`, 'utf8')
  .split('\n')
  .map(line => line.split('|').map(cell => cell.trim()))
  .filter(cells => cells.length === 9);

// bbob is many functions, and has a section of its own.
test.each(Object.keys(glompo.tasks).filter(name => name !== 'bbob'))(
  'the table tells the truth about %s',
  async name => {
    const [, , camelCase, options, box, minimum, gradient] = table.find(cells => cells[1] === `\`${name}\``)!;
    const module = (await import(`./${name}.task.ts`)) as {
      readonly options: Readonly<Record<string, Option>>;
      default(options: object): Task;
    };
    expect(camelCase).toBe(`\`${name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}\``);
    const own = Object.entries(module.options).filter(([option]) => !Object.hasOwn(instanceOptions, option));
    expect(options).toBe(
      own.map(([option, { default: value }]) => `\`${option}\` (${JSON.stringify(value)})`).join(', '),
    );

    const task = module.default({});
    const { low, high } = task.parameters[0]!;
    for (const bound of [low, high].map(Math.abs)) {
      const [told] = (box!.match(/π|\d+\.?\d*/g) ?? []).filter(
        text => Math.abs((text === 'π' ? Math.PI : Number(text)) - bound) <= 0.005,
      );
      expect(told, `${bound} in ${box}`).toBeDefined();
    }

    const known = knownMinimum(name)!;
    const [value] = minimum!.match(/−?\d+(\.\d+)?/)!;
    const digits = value!.split('.')[1]?.length ?? 0;
    expect(Number(value!.replace('−', '-')).toFixed(digits)).toBe((known.value + 0).toFixed(digits));

    const middle = Float64Array.from(task.parameters, (p, i) => p.low + (p.high - p.low) * (0.3 + 0.01 * (i % 7)));
    const context = { signal: new AbortController().signal, run: 1, trial: 1, seed: 1, directory: '' };
    const at = (x: Float64Array) => task.evaluate(x, { ...context, wants: ['gradient'] }) as number | Evaluation;
    const given = (x: Float64Array) => typeof at(x) === 'object' && (at(x) as Evaluation).gradient !== undefined;
    expect(given(middle)).toBe(gradient !== 'no');
    if (known.point && (gradient === 'yes' || name === 'ackley')) expect(given(known.point)).toBe(gradient === 'yes');
  },
);

test('the README names every option that all functions have, with its default', () => {
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  for (const [name, option] of Object.entries(instanceOptions))
    expect(readme).toContain(`| \`${name}\` (${option.default}) |`);
});
