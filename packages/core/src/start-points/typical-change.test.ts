import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TypicalChange } from './typical-change.js';

function meanOf(memory: number, changes: readonly number[]): number {
  const change = new TypicalChange(memory);
  for (const each of changes) change.saw(each);
  return change.mean;
}
const ones = (n: number) => Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 : -1));

describe('the typical change', () => {
  it('is the mean size of all, or of the latest ones', () => {
    expect(meanOf(0, [])).toBe(0);
    expect(meanOf(0, [2, -4])).toBe(3);
    expect(
      meanOf(
        0,
        Array.from({ length: 40 }, (_, i) => i + 1),
      ),
    ).toBeCloseTo(20.5, 12);
    expect(meanOf(0.1, [...ones(50), ...Array<number>(200).fill(5)])).toBeCloseTo(5, 6);
  });

  it.each([0, 0.02])('is not spoilt by two accidents, the very first ones or later ones (memory %j)', memory => {
    for (const huge of [1e6, 1e300, Number.MAX_VALUE, Number.POSITIVE_INFINITY]) {
      expect(meanOf(memory, [huge, 1])).toBeLessThanOrEqual(5.5);
      expect(meanOf(memory, [huge, huge, 1, 1, 1])).toBeLessThanOrEqual(5);
      expect(meanOf(memory, [huge, ...ones(10), huge, ...ones(10)])).toBeLessThanOrEqual(3);
      expect(meanOf(memory, [...ones(20), huge])).toBeLessThanOrEqual(1.5);
    }
  });

  it('counts small changes as small, and is not made small by eight that are next to nothing', () => {
    expect(meanOf(0, [...Array<number>(8).fill(1e-12), 1, 1, 1])).toBeCloseTo(3 / 11, 9);
    expect(meanOf(0, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5])).toBeCloseTo(5 / 13, 12);
  });

  it('is a number whatever it sees, and goes on from its notes', () => {
    const size = fc.oneof(
      fc.double({ noNaN: true }),
      fc.constantFrom(0, 1, Number.MAX_VALUE, Number.NEGATIVE_INFINITY),
    );
    fc.assert(
      fc.property(fc.constantFrom(0, 0.02), fc.array(size, { maxLength: 40 }), fc.nat(40), (memory, changes, at) => {
        const whole = meanOf(memory, changes);
        expect(Number.isFinite(whole)).toBe(true);
        const before = new TypicalChange(memory);
        for (const each of changes.slice(0, at)) before.saw(each);
        const after = new TypicalChange(memory);
        after.restore(structuredClone(before.notes));
        for (const each of changes.slice(at)) after.saw(each);
        expect(after.mean).toBe(whole);
      }),
    );
  });
});
