import { describe, expect, it } from 'vitest';
import { defaultPopulationSize, strategyParameters } from './strategy-parameters.js';

const dimensions = [1, 2, 3, 5, 10, 20, 40, 100, 200, 400, 1000];
const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);

describe('the default parameters', () => {
  it('use the tutorial’s population size', () => {
    expect([1, 2, 10, 20, 40, 100, 200, 400].map(defaultPopulationSize)).toEqual([4, 6, 10, 12, 15, 17, 19, 21]);
  });

  it('for n = 10 are those that Table 1 gives when worked out by hand', () => {
    const p = strategyParameters(10, 10, { active: true });
    // w'_i = ln 5.5 − ln i = 1.70475, 1.01160, 0.60614, 0.31845, 0.09531: sum 3.73625, sum of squares 4.40741.
    expect(p.muEff).toBeCloseTo(3.1672, 3);
    expect([...p.weights.subarray(0, 5)].map(w => Number(w.toFixed(4)))).toEqual([
      0.4563, 0.2708, 0.1622, 0.0852, 0.0255,
    ]);
    expect(p.c1).toBeCloseTo(2 / (127.69 + 3.1672), 6);
    expect(p.cMu).toBeCloseTo((2 * (0.25 + 3.1672 + 0.31574 - 2)) / (144 + 3.1672), 5);
    expect(p.cSigma).toBeCloseTo(5.1672 / 16.1672, 5);
    expect(p.dSigma).toBeCloseTo(1 + p.cSigma, 12);
    expect(p.cc).toBeCloseTo(4.31672 / 14.63344, 5);
    expect(p.chiN).toBeCloseTo(3.0847, 3);
  });

  it.each(dimensions)('for n = %i have weights that fit together, for any population', n => {
    for (const lambda of [2, 3, defaultPopulationSize(n), 10 * n + 1]) {
      const p = strategyParameters(n, lambda, { active: true });
      const positive = p.weights.filter(w => w > 0);
      const negative = p.weights.filter(w => w < 0);
      expect(positive.length).toBe(p.mu);
      expect(sum(positive)).toBeCloseTo(1, 12);
      expect(p.muEff).toBeCloseTo(1 / sum(positive.map(w => w * w)), 8);
      expect(p.weightsSum).toBeCloseTo(1 + sum(negative), 10);
      // Equation 52: what is subtracted never takes all of C away.
      expect(1 - p.c1 - p.cMu).toBeGreaterThanOrEqual(n * p.cMu * -sum(negative) - 1e-12);
      expect([...p.weights]).toEqual([...p.weights].sort((a, b) => b - a));
      for (const rate of [p.c1, p.cMu, p.cc, p.cSigma]) {
        expect(rate).toBeGreaterThan(0);
        expect(rate).toBeLessThanOrEqual(1);
      }
      expect(p.lazyGap).toBeGreaterThanOrEqual(1);
    }
  });

  it('without active update ignore the worse half', () => {
    const p = strategyParameters(7, 9, { active: false });
    expect(p.weights.every(w => w >= 0)).toBe(true);
    expect(p.weightsSum).toBeCloseTo(1, 12);
  });
});
