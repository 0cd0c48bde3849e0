import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { counts, points } from './rule.test.fixture.js';
import { sobol } from './sobol.js';
import { mostDimensions, scrambled } from './sobol-sequence.js';

describe('sobol', () => {
  it('gives the published points, in the order of the Gray code, where it does not scramble', () => {
    const x = points(sobol(false), { n: 1000, dimensions: 1024 });
    const dimensions = [0, 1, 2, 3, 7, 100, 511, 1023];
    const row = (i: number) => dimensions.map(d => x[i]?.[d]);
    // The first ten in three dimensions, as Joe & Kuo print them with their program.
    expect(x.slice(0, 10).map(each => [...each.subarray(0, 3)])).toEqual([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
      [0.1875, 0.3125, 0.9375],
      [0.6875, 0.8125, 0.4375],
    ]);
    // As SciPy's Sobol engine gives them, which has the same direction numbers.
    expect(row(7)).toEqual([0.125, 0.625, 0.375, 0.125, 0.625, 0.375, 0.125, 0.625]);
    expect(row(100)).toEqual([
      ...[0.4140625, 0.2578125, 0.7734375, 0.7265625],
      ...[0.4765625, 0.0390625, 0.5234375, 0.9453125],
    ]);
    expect(row(999)).toEqual([
      ...[0.1572265625, 0.9091796875, 0.0810546875, 0.9892578125],
      ...[0.7119140625, 0.7060546875, 0.4580078125, 0.0263671875],
    ]);
  });

  test.each([false, true])(
    'the first 2^m lie one in each of 2^m equal parts of every parameter: scramble %s',
    scramble => {
      const x = points(sobol(scramble), { n: 128, dimensions: 1024 });
      for (let d = 0; d < 1024; d++) {
        const parts = new Set(x.map(each => Math.floor((each[d] as number) * 128)));
        expect(parts.size).toBe(128);
      }
    },
  );

  test.each([false, true])(
    'and one in each box of equal size of the first two, however it is cut: scramble %s',
    scramble => {
      for (const m of [1, 4, 8]) {
        const x = points(sobol(scramble), { n: 2 ** m, dimensions: 2 });
        for (let p = 0; p <= m; p++) expect(new Set(counts(x, [0, p], [1, m - p]))).toEqual(new Set([1]));
      }
    },
  );

  it('scrambles by chance: each point is uniform over the seeds, and two seeds have nothing in common', () => {
    // Over 2000 seeds the third point falls into each quarter 500 times, with a standard deviation of 19.
    const third = Array.from({ length: 2000 }, (_, seed) => points(sobol(), { n: 3, dimensions: 2, seed })[2]);
    for (const d of [0, 1]) {
      for (const quarter of [0, 1, 2, 3]) {
        const inside = third.filter(x => Math.floor(4 * (x?.[d] as number)) === quarter).length;
        expect(Math.abs(inside - 500)).toBeLessThan(80);
      }
    }
    expect(points(sobol(), { n: 1, dimensions: 5, seed: 1 })).not.toEqual(
      points(sobol(), { n: 1, dimensions: 5, seed: 2 }),
    );
  });

  it('flips a bit by those before it alone', () => {
    const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(word, word, word, fc.integer({ min: 1, max: 31 }), (x, y, seed, shared) => {
        const mixed = (((x >>> shared) << shared) | (y & (2 ** shared - 1))) >>> 0;
        expect(scrambled(mixed, seed) >>> shared).toBe(scrambled(x, seed) >>> shared);
      }),
    );
  });

  it('says where its table ends', () => {
    expect(mostDimensions).toBe(1024);
    expect(() => points(sobol(), { n: 1, dimensions: 1025 })).toThrow(
      'sobol: its direction numbers are for up to 1024 parameters, and the task has 1025: use latinHypercube() or random()',
    );
  });
});
