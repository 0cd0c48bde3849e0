import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLenientJson } from './lenient-json.js';

test('bare NaN and Infinity become texts, wherever they are', () => {
  expect(parseLenientJson('{"value": NaN, "gradient": [Infinity,-Infinity, -1.5]}')).toEqual({
    value: 'NaN',
    gradient: ['Infinity', '-Infinity', -1.5],
  });
});

test('texts with such words in them stay as they are', () => {
  expect(parseLenientJson('{"a \\" NaN": "Infinity", "b": NaN}')).toEqual({ 'a " NaN': 'Infinity', b: 'NaN' });
});

test('what is JSON is read as JSON', () => {
  fc.assert(
    fc.property(fc.json(), text => {
      expect(parseLenientJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test.each(['{"a": Nan}', '{"a": NaNs}', '[1,]', '{'])('%s is refused', text => {
  expect(() => parseLenientJson(text)).toThrow(SyntaxError);
});

test('a text of megabytes in it is no difficulty', () => {
  const long = 'x'.repeat(5_000_000);
  expect(parseLenientJson(`{"extras": "${long}", "value": NaN}`)).toEqual({ extras: long, value: 'NaN' });
});
