import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScalarKernel } from './kernel/scalar-kernel.js';
import { Population } from './population.js';

const populationOf = (lambda: number, late = 0) =>
  new Population(new ScalarKernel(1), { lambda, n: 1, rows: lambda + late });

describe('ranking a population', () => {
  it('puts the best first, +Infinity last, and keeps the order of equal values, in small and in large populations', () => {
    const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.POSITIVE_INFINITY));
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 150 }), values => {
        const population = populationOf(values.length);
        population.values.set(values);
        population.rank();
        const expected = values
          .map((v, k) => ({ v, k }))
          .sort((a, b) => (a.v < b.v ? -1 : a.v > b.v ? 1 : a.k - b.k))
          .map(({ k }) => k);
        expect([...population.order]).toEqual(expected);
      }),
    );
  });

  it('leaves out candidates without a value, and counts late ones that are there', () => {
    for (const lambda of [6, 100]) {
      const population = populationOf(lambda, lambda);
      population.values.fill(Number.NaN);
      population.injected = 1;
      population.late = 2;
      for (const [k, value] of [0, 3, 5, lambda, lambda + 1].entries()) population.values[value] = [7, 3, 9, 1, 8][k]!;
      population.rank();
      expect([...population.order.subarray(0, population.ranked)]).toEqual([lambda, 3, 0, lambda + 1, 5]);
      expect(population.sampledValues()).toEqual({ best: 3, median: 9, worst: 9, count: 2 });
    }
  });

  it('tells best, median and worst of what was sampled, injected points aside', () => {
    const population = populationOf(6);
    population.injected = 2;
    population.values.set([-100, 100, 5, 3, 4, 1]);
    population.rank();
    expect(population.sampledValues()).toEqual({ best: 1, median: 4, worst: 5, count: 4 });
  });
});
