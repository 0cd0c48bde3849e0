import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ValueWindow } from './value-window.js';

test('looks back exactly as far as it should, at any age', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true }), { maxLength: 60 }),
      fc.integer({ min: 0, max: 20 }),
      (values, lookback) => {
        const window = new ValueWindow(lookback);
        for (const [i, value] of values.entries()) {
          window.push(value);
          expect(window.remembered).toBe(Math.min(i + 1, lookback + 1));
          for (let k = 0; k < window.remembered; k++) {
            expect(window.valueAgo(k)).toBe(values[i - k]);
            expect(window.bestAgo(k)).toBe(Math.min(...values.slice(0, i - k + 1), Infinity));
          }
        }
      },
    ),
  );
});

test('refuses to look further back than was declared', () => {
  const window = new ValueWindow(2);
  for (let i = 0; i < 10; i++) window.push(i);
  expect(() => window.valueAgo(3)).toThrow('must declare its lookback');
});
