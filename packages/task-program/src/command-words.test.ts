import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandWords } from './command-words.js';

const words = (command: string) => commandWords(command, 'program');

test.each([
  ['./simulate {x} {y}', ['./simulate', '{x}', '{y}']],
  ['  a \t b  ', ['a', 'b']],
  ["sh -c 'echo $1 | cat' sh {x}", ['sh', '-c', 'echo $1 | cat', 'sh', '{x}']],
  [`a"b c"'d e'f\\ g`, ['ab cd ef g']],
  [`'' "" a`, ['', '', 'a']],
  ['"a\\"b\\\\c\\d"', ['a"b\\c\\d']],
  ['a \\\n b', ['a', 'b']],
  ['a\\\nb', ['ab']],
  ['run --set=1 a=b x#y p~', ['run', '--set=1', 'a=b', 'x#y', 'p~']],
])('%s', (command, expected) => {
  expect(words(command)).toEqual(expected);
});

/** Pieces that mean the same to every shell, as no shell starts anything for them. */
const piece = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_./:@%+,{}-]{1,5}$/),
  fc.string({ unit: fc.constantFrom('a', ' ', '|', '$', '*', '"', '\\', '\n', '{'), maxLength: 4 }).map(s => `'${s}'`),
  fc
    .string({ unit: fc.constantFrom('a', ' ', '|', '*', "'", '\\\\', '\\"', '\\a', '\\\n'), maxLength: 4 })
    .map(s => `"${s}"`),
  fc.constantFrom('\\ ', '\\|', '\\\\', "\\'", '\\$', '\\~'),
);

test('a command is split as sh splits it', () => {
  const command = fc
    .array(fc.array(piece, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 })
    .map(all => all.map(pieces => pieces.join('')).join('  '));
  fc.assert(
    fc.property(command, text => {
      const said = execFileSync('sh', ['-c', `printf '%s\\0' ${text}`], { encoding: 'utf8' });
      expect(words(`x ${text}`).slice(1)).toEqual(said.split('\0').slice(0, -1));
    }),
    { numRuns: 60 },
  );
});

describe('what only a shell could do is refused', () => {
  test.each([
    ['a | b', '"|" at character 3 joins programs in a shell, and no shell is started'],
    ['a > b', '">" at character 3 writes files'],
    ['a $HOME', '"$" at character 3 fills in variables'],
    ['a "$HOME"', '"$" at character 4 fills in variables'],
    ['a *.dat', '"*" at character 3 looks for files'],
    ['a ~/b', '"~" at character 3 stands for the home directory'],
    ['a; b', '";" at character 2'],
    ['a\nb', '"\\n" at character 2'],
    ['A=1 b', 'A= sets a variable in a shell, and no shell is started: use the option env'],
    ["a 'b", "the quote ' at character 3 is not closed"],
    ['a "b', 'the quote " at character 3 is not closed'],
    ['a \\', 'ends with a backslash'],
  ])('%s', (command, message) => {
    expect(() => words(command)).toThrow(`program: command: ${message}`);
  });
});
