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
