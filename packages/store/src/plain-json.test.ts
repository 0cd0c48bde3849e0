import { deepStrictEqual } from 'node:assert/strict';
import { GlompoError, type Plain } from '@glompo/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePlain, encodePlain } from './plain-json.js';

const keys = fc.oneof(
  fc.string(),
  fc.constantFrom('$', '$f64', '$u8', '$$', '$$f64', '__proto__', 'constructor', 'toJSON'),
);
const plain = fc.letrec<{ plain: Plain }>(tie => ({
  plain: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Plain>(null, true, false, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\ud800', 'a\0b', '$f64'),
    fc.float64Array(),
    fc.uint8Array(),
    fc.array(tie('plain')),
    fc
      .array(fc.tuple(keys, fc.oneof(tie('plain'), fc.constant(undefined))))
      .map(entries => Object.fromEntries(entries)),
  ),
})).plain;

test('plain data is the same after it was text', () => {
  fc.assert(
    fc.property(plain, data => {
      const text = encodePlain(data);
      expect(text).not.toContain('\0');
      deepStrictEqual(decodePlain(text), data);
    }),
    { numRuns: 500 },
  );
});

test('what is read back owns its memory', () => {
  const data = decodePlain(encodePlain({ x: new Float64Array([1]), b: new Uint8Array([1, 2, 3]) })) as {
    readonly x: Float64Array;
    readonly b: Uint8Array;
  };
  expect([data.x.buffer.byteLength, data.b.buffer.byteLength]).toEqual([8, 3]);
});

test('the text is what the README says', () => {
  const data = { x: new Float64Array([1]), bytes: new Uint8Array([255]), none: undefined, nan: Number.NaN, $: -0 };
  const x = '{"$f64":"AAAAAAAA8D8="}';
  expect(encodePlain(data)).toBe(
    `{"x":${x},"bytes":{"$u8":"/w=="},"none":{"$":"undefined"},"nan":{"$":"NaN"},"$$":{"$":"-0"}}`,
  );
});

test.each(['{', '{"$":"alert"}', '{"$x":"1"}', '{"$":"NaN","a":1}', '{"a":1,"$":"NaN"}', '{"$f64":"AAAA"}', '{"$":1}'])(
  'text that means nothing is refused: %s',
  text => {
    expect(() => decodePlain(text)).toThrowError(GlompoError);
  },
);
