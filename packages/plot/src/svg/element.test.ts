import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSvg } from '../svg-document.test.fixture.js';
import { cleanText, shortened } from './clean-text.js';
import { element } from './element.js';

// Any code point, halves of surrogate pairs included.
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x10ffff }), fc.integer({ min: 0, max: 0xa0 })), { maxLength: 40 })
  .map(points => String.fromCodePoint(...points));

test('any text is a well-formed text and attribute, and reads as what it was', () => {
  fc.assert(
    fc.property(anyText, text => {
      const [root] = parseSvg(String(element('text', { label: text }, text)));
      expect(root?.text).toBe(cleanText(text));
      expect(root?.attributes.label).toBe(cleanText(text));
      expect(root?.children).toEqual([]);
    }),
  );
});

test.each([
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  [']]>&amp;"\'', ']]>&amp;"\''],
  ['a\0b\u001b[31m\u202e\ud800\uffff', 'a\ufffdb\ufffd[31m\ufffd\ufffd\ufffd'],
  ['two\r\nlines\tand', 'two lines and'],
])('%j is shown as %j', (text, shown) => {
  expect(parseSvg(String(element('text', {}, text)))[0]?.text).toBe(shown);
});

test('numbers are rounded, and never written as something that is no coordinate', () => {
  expect(String(element('path', { x: 1 / 3, y: Number.NaN, z: 1e300, fill: undefined }))).toBe(
    '<path x="0.33" y="0" z="1e+300"/>',
  );
});

test('a long text is cut at a whole sign', () => {
  expect(shortened('😀'.repeat(1_000_000), 4)).toBe('😀😀😀…');
  expect(shortened('four', 4)).toBe('four');
});
