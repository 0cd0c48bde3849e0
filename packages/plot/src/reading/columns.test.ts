import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ColumnSet } from './column-set.js';
import { ColumnWidth, Trace } from './columns.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

test('columns hold the least, the greatest and the best so far of what lies in them, however often they were halved', () => {
  fc.assert(
    fc.property(
      fc.array(finite, { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 2, max: 9 }),
      (values, columns) => {
        const width = new ColumnWidth(columns, 1);
        const trace = new Trace(width);
        const set = new ColumnSet(width);
        values.forEach((value, i) => {
          trace.add(i + 1, value);
          set.add(i + 1);
        });
        expect(trace.columns.length).toBeLessThanOrEqual(columns);
        for (const { index, low, high, best } of trace.columns) {
          const inside = values.filter((_, i) => Math.floor((i + 1) / width.width) === index);
          const before = values.filter((_, i) => Math.floor((i + 1) / width.width) <= index);
          expect([low, high, best]).toEqual([Math.min(...inside), Math.max(...inside), Math.min(...before)]);
          expect(set.counts.get(index)).toBe(inside.length);
        }
        expect(trace.best).toBe(Math.min(...values));
        expect(trace.first).toBe(values[0]);
      },
    ),
  );
});

test('ten million places take no more room than the columns', () => {
  const width = new ColumnWidth(64, 1e-4);
  const trace = new Trace(width);
  for (let i = 0; i < 10_000_000; i += 997) trace.add(i, -i);
  expect(trace.columns.length).toBeLessThanOrEqual(64);
  expect(trace.best).toBe(-9_999_910);
});
