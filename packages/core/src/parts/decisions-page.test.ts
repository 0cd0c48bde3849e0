import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { formatCondition } from '../conditions/format-condition.js';
import { defaultHunters } from '../hunters/default-hunters.js';
import { parseHunter } from './parse-parts.js';
import { parts } from './parts.js';

const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const page = readFileSync(`${repository}docs/decisions.md`, 'utf8');
const [own = '', ofGlompo = ''] = page.split('## From GloMPO\n');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, code]) => code as string);

test('the page has a row for every hunter, checker and combination, with its options and their defaults', () => {
  const rows = [...own.matchAll(/^\| `(\w+)` \| .* \| ?(.*) \|$/gm)].map(([, name, options]) => [name, options]);
  const expected = [...parts.hunters.parts, ...parts.checkers.parts].map(({ name, options }) => [
    name,
    Object.entries(options)
      .map(([key, { default: value }]) => `\`${key}${value === undefined ? '' : `=${value}`}\``)
      .join(', '),
  ]);
  const sorted = (table: readonly (readonly (string | undefined)[])[]) =>
    [...new Map(table.map(row => [row[0], row]))].sort().map(([, row]) => row);
  expect(sorted(rows)).toEqual(sorted(expected));
});

test('what GloMPO has is said to be one of them', () => {
  const names = [...parts.hunters.parts, ...parts.checkers.parts].map(({ name }) => name);
  const rows = [...ofGlompo.matchAll(/^\| (`.*`) \| (`.*`) \| .*\|$/gm)];
  expect(rows).toHaveLength(11);
  const theirs = rows.flatMap(([, cell = '']) => [...cell.matchAll(/\w{3,}/g)].map(([name]) => name));
  expect(theirs).toHaveLength(9 + 7);
  for (const [, , cell = ''] of rows) for (const [, name] of cell.matchAll(/`(\w+)/g)) expect(names).toContain(name);
});

test('the lines on the page are what they say', () => {
  const [defaults, lines] = blocks('text');
  expect(defaults?.trim()).toBe(formatCondition(defaultHunters()));
  for (const line of lines?.trim().split('\n') ?? []) {
    const printed = formatCondition(parseHunter(line));
    expect(formatCondition(parseHunter(printed))).toBe(printed);
  }
});

test('the program on the page prints what the page says', () => {
  const [code] = blocks('js') as [string];
  const cwd = `${repository}packages/cli`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd, encoding: 'utf8' });
  expect(output).toBe(blocks('text').at(-1));
});
