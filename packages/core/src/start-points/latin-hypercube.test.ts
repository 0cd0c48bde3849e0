import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import { latinHypercube } from './latin-hypercube.js';
import { atWork, counts, points } from './rule.test.fixture.js';

describe('latinHypercube', () => {
  it('has one start of each block in each equal part of every parameter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer(),
        (n, dimensions, seed) => {
          const x = points(latinHypercube(n), { n: 3 * n, dimensions, seed });
          for (const block of [x.slice(0, n), x.slice(n, 2 * n), x.slice(2 * n)]) {
            for (let d = 0; d < dimensions; d++) {
              const parts = block.map(each => Math.floor((each[d] as number) * n)).sort((a, b) => a - b);
              expect(parts).toEqual(Array.from({ length: n }, (_, k) => k));
            }
          }
        },
      ),
    );
  });

  it('pairs the parts of two parameters, and places points in them, by chance', () => {
    const x = points(latinHypercube(4), { n: 16_000, dimensions: 2 });
    // 16 boxes of 1000: a standard deviation is about 30.
    for (const count of counts(x, [0, 2], [1, 2])) expect(Math.abs(count - 1000)).toBeLessThan(130);
    // In the left half of their parts, 8000: a standard deviation is 63.
    expect(Math.abs(x.filter(each => (4 * (each[0] as number)) % 1 < 0.5).length - 8000)).toBeLessThan(270);
  });

  it('divides decades and whole numbers evenly', () => {
    const view = recordedStudy({
      parameters: [
        { kind: 'real', name: 'b', low: 1e-4, high: 1e4, scale: 'log' },
        { kind: 'integer', name: 'n', low: 1, high: 4 },
      ],
    });
    const work = atWork(latinHypercube(8), { view });
    const starts = Array.from({ length: 8 }, () => work.start().point);
    expect(starts.map(x => Math.floor(Math.log10(x[0] as number))).sort((a, b) => a - b)).toEqual([
      -4, -3, -2, -1, 0, 1, 2, 3,
    ]);
    expect(starts.map(x => x[1]).sort()).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
  });
});
