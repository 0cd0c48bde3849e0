import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutPython } from './bench.test.fixture.js';
import { exactJson, exactText, readNumber } from './exact-numbers.js';

const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true });

test('a number that is written reads back as the same number, bit for bit', () => {
  fc.assert(
    fc.property(anyNumber, value => {
      expect(Object.is(readNumber(exactText(value)), value)).toBe(true);
      expect(Object.is(JSON.parse(exactJson(value)), value)).toBe(true);
    }),
  );
});

test.skipIf(withoutPython)('Python reads the same numbers, as text and as JSON, and none as an integer', () => {
  const values = [0, -0, 5, -3, 1e21, 5e-324, 1.7976931348623157e308, ...fc.sample(anyNumber, 500)];
  const program = `
import json, struct, sys
texts, numbers = json.load(sys.stdin)
for text, number in zip(texts, numbers):
    assert type(number) is float
    assert struct.pack(">d", float(text)) == struct.pack(">d", number)
    print(struct.pack(">d", number).hex())`;
  const input = `[${JSON.stringify(values.map(exactText))}, [${values.map(exactJson)}]]`;
  const read = execFileSync('python3', ['-c', program], { input, encoding: 'utf8' });
  const bits = values.map(value =>
    Buffer.from(new Float64Array([value]).buffer)
      .reverse()
      .toString('hex'),
  );
  expect(read.trim().split('\n')).toEqual(bits);
});

test.each([
  ['1.5', 1.5],
  [' +2. ', 2],
  ['.5', 0.5],
  ['-1.5e-3', -0.0015],
  ['0.25D+02', 25],
  ['inf', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['NaN', Number.NaN],
])('%s is a number', (text, value) => {
  expect(readNumber(text)).toBe(value);
});

test.each(['', 'x', '1 2', '1,5', '0x10', '1e', '.', '--1', '1_000', 'value: 3'])('%j is none', text => {
  expect(readNumber(text)).toBeUndefined();
});
