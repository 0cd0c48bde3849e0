import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { methodNames, namedMethod } from './methods/methods.js';
import { qualityUsage, readQualityArguments } from './quality-arguments.js';

const page = readFileSync(new URL('../../../../docs/quality.md', import.meta.url), 'utf8');

test('every command of the page can be read, and every method has a word there and in the help', () => {
  const commands = [...page.matchAll(/^npm run (?:-s )?bench -- quality(.*)$/gm)].map(([, rest = '']) => rest);
  expect(commands.length).toBeGreaterThan(5);
  for (const command of commands) {
    const args = [...command.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
    for (const word of readQualityArguments(args).methods ?? []) namedMethod(word);
  }
  for (const name of methodNames) {
    expect(page).toContain(`| \`${name}\` |`);
    expect(qualityUsage).toContain(name);
  }
});

test('words inside of brackets stay together, and flags that may come again add up', () => {
  expect(
    readQualityArguments(['--methods', 'bipop(sigma=0.2, active=false),managed', '--methods', 'unmanaged']),
  ).toMatchObject({
    methods: ['bipop(sigma=0.2, active=false)', 'managed', 'unmanaged'],
    budget: 50_000,
    precision: 1e-8,
    results: 'quality.jsonl',
    output: 'text',
  });
});

test.each([
  [['--budget', '1e3.5'], '--budget: expected a positive integer, got "1e3.5"'],
  [['--budget', '0'], '--budget: expected a positive integer, got "0"'],
  [['--target', '-1e-8'], 'argument is ambiguous'],
  [['--seeds', 'all'], '--seeds: expected whole numbers such as 1-5,7, got "all"'],
  [['--markdown', '--json'], '--markdown, --json: give one of them'],
  [['rastrigin'], "Unexpected argument 'rastrigin'"],
  [['--sedes', '1'], "Unknown option '--sedes'"],
])('%j is refused in a sentence', (args, message) => {
  expect(() => readQualityArguments(args)).toThrow(message);
});
