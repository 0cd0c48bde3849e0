import { describe, expect, test } from 'vitest';
import { readEvaluation } from './read-evaluation.js';

const numbers = (text: string) => readEvaluation(text, 'last-number', 'stdout').value;
const json = (text: string) => readEvaluation(text, 'json', 'stdout');
const matched = (pattern: string) => (text: string) => readEvaluation(text, { pattern, flags: 'm' }, 'stdout').value;

describe('the last number', () => {
  test.each([
    ['3.5\n', 3.5],
    ['3.5', 3.5],
    ['1\nresult\n 2.5 \r\ndone\n\n', 2.5],
    ['inf', Number.POSITIVE_INFINITY],
  ])('of %j', (text, value) => {
    expect(numbers(text)).toBe(value);
  });

  test.each([
    ['', 'stdout is empty: expected a line that is a number'],
    [' \n', 'stdout is empty'],
    ['value: 3\nbye\n', 'no line of stdout is a number; the last one is "bye"'],
    ['{"value": 3}\n', 'no line of stdout is a number; the last one is "{\\"value\\": 3}" (for JSON: output: "json")'],
    ['nan\n', 'the value in stdout is nan, which cannot be minimised'],
    ['1\n-inf\n', 'the value in stdout is -inf, which cannot be minimised'],
  ])('of %j is none', (text, message) => {
    expect(() => numbers(text)).toThrow(message);
  });
});

describe('the last JSON object', () => {
  test.each([
    ['on a line of its own', 'starting\n{"value": 1}\n{"value": 2}\ndone\n'],
    ['over several lines', 'starting\n{\n  "value": 2,\n  "extras": [\n    {\n      "value": 3\n    }\n  ]\n}\n'],
    ['as everything', '{"value": 2}'],
    ['before text with braces', '{"value": 2}\n} closing\nas {it} was'],
  ])('%s', (_, text) => {
    expect(json(text).value).toBe(2);
  });

  test('with everything in it', () => {
    expect(json('{"value": "Infinity", "gradient": [1, NaN], "residuals": ["-inf"], "extras": {"a": [true]}}')).toEqual(
      {
        value: Number.POSITIVE_INFINITY,
        gradient: Float64Array.of(1, Number.NaN),
        residuals: Float64Array.of(Number.NEGATIVE_INFINITY),
        extras: { a: [true] },
      },
    );
    expect(json('{"value": 1, "gradient": null}')).toEqual({ value: 1 });
  });

  test.each([
    ['', 'stdout is empty: expected a JSON object { "value": … }'],
    ['hello\n', 'there is no JSON object in stdout; it ends with "hello"'],
    ['3.5\n', 'there is no JSON object in stdout; it ends with "3.5" (for a number alone: output: "last-number")'],
    ['{"value": \n', 'the JSON in stdout cannot be read: '],
    ['{"cost": 1}', 'the JSON object in stdout has no "value", but "cost"'],
    ['{"value": "low"}', '"value" in stdout is "low", which is no number'],
    ['{"value": NaN}', 'the value in stdout is "NaN", which cannot be minimised'],
    ['{"value": 1, "gradient": 2}', '"gradient" in stdout is 2, which is no list of numbers'],
    ['{"value": 1, "residuals": [1, "x"]}', 'entry 2 of "residuals" in stdout is "x", which is no number'],
  ])('in %j is none', (text, message) => {
    expect(() => json(text)).toThrow(message);
  });
});

describe('a pattern', () => {
  test('takes what its group matched last', () => {
    expect(matched('^cost = (\\S+)')('cost = 1\ncost = 2.5e1 J\n')).toBe(25);
  });

  test.each([
    ['nothing\n', '/^cost = (\\S+)/m matches nothing in stdout; it ends with "nothing"'],
    ['cost = low\n', '/^cost = (\\S+)/m matches "low" in stdout, which is no number'],
  ])('in %j', (text, message) => {
    expect(() => matched('^cost = (\\S+)')(text)).toThrow(message);
  });
});
