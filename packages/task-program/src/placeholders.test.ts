import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Fact, fill, fillWords, parsePattern } from './placeholders.js';

const facts: readonly Fact[] = ['run', 'trial', 'seed', 'directory', 'input', 'output'];
const filling = {
  x: Float64Array.of(0.1, -0),
  run: 2,
  trial: 7,
  seed: 99,
  directory: '/d',
  input: '/d/in',
  output: '/d/out',
};
const filled = (text: string, names: readonly string[] = ['a', 'b']) =>
  fill(parsePattern(text, { names, facts }, 'text'), filling, ' ');

test.each([
  ['{a} {b}', '0.1 -0'],
  ['{0};{1}', '0.1;-0'],
  ['{x}', '0.1 -0'],
  ['{point}', '0.1 -0'],
  ['{run} {trial} {seed} {directory} {input} {output}', '2 7 99 /d /d/in /d/out'],
  ['{{a}} is {a}', '{a} is 0.1'],
  // What is no placeholder needs no care.
  ['{"point": {"a": {a}, "b": [{b}]}}', '{"point": {"a": 0.1, "b": [-0]}}'],
  ['if (x) { return 1; } {}', 'if (x) { return 1; } {}'],
])('%s', (text, expected) => {
  expect(filled(text)).toBe(expected);
});

test('the name of a parameter wins over everything else of that name', () => {
  expect(filled('{x} {run} {point}', ['x', 'run'])).toBe('0.1 -0 0.1 -0');
});

test('names may have letters of any language', () => {
  expect(filled('{θ} {größe}', ['θ', 'größe'])).toBe('0.1 -0');
});

test('in a command, all coordinates are as many words; inside of a word they are joined by commas', () => {
  const words = ['run', '{x}', '--at={x}', '{a}'].map(word => parsePattern(word, { names: ['a', 'b'], facts }, 'word'));
  expect(fillWords(words, filling)).toEqual(['run', '0.1', '-0', '--at=0.1,-0', '0.1']);
});

test('texts without braces stay as they are', () => {
  const text = fc.string({ unit: 'binary' }).filter(each => !/[{}]/.test(each));
  fc.assert(
    fc.property(text, each => {
      expect(filled(each)).toBe(each);
    }),
  );
});

test.each([
  ['{lenght}', 'text: {lenght} stands for nothing; did you mean {length}? (where braces are meant, write {{lenght}})'],
  ['{2}', 'text: {2} stands for nothing; there are 2 parameters, {0} to {1} (where braces are meant, write {{2}})'],
])('%s stands for nothing', (text, message) => {
  expect(() => filled(text, ['length', 'width'])).toThrow(message);
});
