import { GlompoError, Mistakes } from '@glompo/core';
import { expect, test } from 'vitest';
import { readArgs } from './read-args.js';

const flags = [
  { name: 'target', value: 'N', description: '' },
  { name: 'start', value: 'POINT', repeatable: true, description: '' },
  { name: 'quiet', short: 'q', description: '' },
] as const;
const read = (...args: string[]) => {
  const { flags: given, ...rest } = readArgs(args, flags);
  return { ...rest, flags: Object.fromEntries(given) };
};

test('values may begin with a dash, or stand behind =', () => {
  expect(read('--target', '-5', 'sphere', '--start=-1,2', '--start', '-.5,1', '-q')).toEqual({
    positionals: ['sphere'],
    flags: { target: ['-5'], start: ['-1,2', '-.5,1'], quiet: [''] },
    others: [],
  });
  expect(read('--target=a=b').flags).toEqual({ target: ['a=b'] });
});

test('after -- everything is positional', () => {
  expect(read('--quiet', '--', '-x^2', '--target')).toEqual({
    positionals: ['-x^2', '--target'],
    flags: { quiet: [''] },
    others: [],
  });
});

test('negative numbers are positional, other dashes are not', () => {
  expect(read('-5', '-.5*x').positionals).toEqual(['-5', '-.5*x']);
  expect(() => read('-x')).toThrow('-x: unknown flag');
});

test('flags that only the task may know are kept with their values', () => {
  expect(read('--atoms', '38', '--fast', '--quiet', '--name=--x').others).toEqual([
    { name: 'atoms', value: '38' },
    { name: 'fast', value: undefined },
    { name: 'name', value: '--x' },
  ]);
});

test('all that is wrong is told at once, unless the caller tells it with more', () => {
  const words = ['-x', '--quiet=yes', '--target', '1', '--target', '2', '-y', '--start'];
  const wrong = [
    '-x: unknown flag (a task that begins with a dash goes after --)',
    '--quiet: takes no value, got "yes"',
    '--target: is given twice',
    '-y: unknown flag (a task that begins with a dash goes after --)',
    '--start: expected POINT, got nothing',
  ];
  expect(() => read(...words)).toThrow(`5 mistakes:\n  ${wrong.join('\n  ')}`);
  const mistakes = new Mistakes();
  expect(readArgs(['sphere', ...words], flags, mistakes)).toEqual({
    positionals: ['sphere'],
    flags: new Map([
      ['quiet', ['']],
      ['target', ['1']],
      ['start', []],
    ]),
    others: [],
  });
  mistakes.add(new GlompoError('GLOMPO_OPTION', 'and more'));
  expect(() => mistakes.throwIfAny()).toThrow(`6 mistakes:\n  ${[...wrong, 'and more'].join('\n  ')}`);
});

test('what follows an unknown flag is its value only where that is sure', () => {
  const positionals = (...words: string[]) => readArgs(words, flags, new Mistakes()).positionals;
  expect(positionals('-x', 'sphere')).toEqual(['sphere']);
  expect(positionals('sphere', '-x', '5')).toEqual(['sphere']);
  expect(() => read('sphere', '--atoms', '-z')).toThrow('-z: unknown flag');
  expect(() => read('-quiet')).toThrow('-quiet: unknown flag; did you mean "--quiet"?');
});

test('a NUL character is wrong in every value', () => {
  const wrong = 'expected a text without NUL characters, got "a\\u0000b"';
  for (const [words, message] of [
    [['a\0b'], wrong],
    [['--', 'a\0b'], wrong],
    [['--start', 'a\0b'], `--start: ${wrong}`],
    [['--start=a\0b'], `--start: ${wrong}`],
    [['--atoms', 'a\0b'], `--atoms: ${wrong}`],
  ] as const)
    expect(() => read(...words)).toThrow(expect.objectContaining({ code: 'GLOMPO_OPTION', message }));
});
