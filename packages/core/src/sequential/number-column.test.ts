import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberColumn } from './number-column.js';

test('a column packs all numbers in the order in which they came, singly or in arrays', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.double(), fc.array(fc.double(), { maxLength: 90 })), { maxLength: 40 }), parts => {
      const column = new NumberColumn();
      for (const part of parts) {
        if (typeof part === 'number') column.push(part);
        else column.append(Float64Array.from(part));
      }
      expect(column.length).toBe(parts.flat().length);
      expect([...column.pack()]).toEqual(parts.flat());
    }),
  );
});
