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

  // By equations 49 to 58 in a program of its own (Python), c_σ with the 3 of Hansen 2006; the last column is √2 Γ((n + 1)/2)/Γ(n/2).
  it.each([
    // n, λ, μ_eff, c_1, c_μ, c_c, c_σ, d_σ, −Σ w_i < 0, E‖N(0, I)‖
    [2, 6, 2.028611465, 0.1548153999, 0.08559277943, 0.624554539, 0.573173163, 1.573173163, 2.207323655, 1.253314137],
    [
      10, 10, 3.167299281, 0.01528382452, 0.02355177665, 0.294990383, 0.3196142529, 1.319614253, 1.648945714,
      3.08432776,
    ],
    [
      20, 12, 3.729458934, 0.004372354435, 0.009216561776, 0.1717672113, 0.214349978, 1.214349978, 1.474401902,
      4.416605125,
    ],
    [
      40, 15, 4.540915209, 0.001169432725, 0.003405219644, 0.09300921663, 0.1375849661, 1.137584966, 1.343423581,
      6.285154208,
    ],
    [
      100, 17, 5.096188879, 0.000194802927, 0.000680638142, 0.03891342006, 0.0656469849, 1.065646985, 1.286206304,
      9.97503164,
    ],
    [
      200, 19, 5.647567328, 4.934940512e-5, 0.0001996897773, 0.01974079883, 0.03665303854, 1.036653039, 1.247130353,
      14.12446907,
    ],
    [
      400, 21, 6.195685648, 1.241866661e-5, 5.701482218e-5, 0.009938567656, 0.02002876847, 1.020028768, 1.217814704,
      19.98750392,
    ],
    [
      1000, 24, 7.026375558, 1.994796143e-6, 1.079409748e-5, 0.003991006266, 0.008936772124, 1.008936772, 1.184804348,
      31.6148719,
    ],
    [2, 2, 1.0, 0.1682085786, 0.02941176471, 0.6428571429, 0.5, 1.5, 1.666666667, 1.253314137],
    [
      10, 101, 27.22213131, 0.01291054473, 0.2979622544, 0.3457141414, 0.7265187189, 2.814450142, 0.2312800332,
      3.08432776,
    ],
    [5, 200, 52.60152859, 0.02167046131, 0.9783295387, 0.4833558647, 0.9009925964, 5.76623079, 0.0, 2.127692162],
  ])('for n = %i and λ = %i are those of the paper', (n, lambda, ...expected) => {
    const p = strategyParameters(n, lambda, { active: true });
    const negative = -sum(p.weights.filter(w => w < 0));
    const [muEff, c1, cMu, cc, cSigma, dSigma, mass, chiN] = expected;
    for (const [own, paper] of [
      [p.muEff, muEff],
      [p.c1, c1],
      [p.cMu, cMu],
      [p.cc, cc],
      [p.cSigma, cSigma],
      [p.dSigma, dSigma],
      [negative, mass],
    ] as const)
      expect(Math.abs(own - (paper as number))).toBeLessThanOrEqual(1e-8 * (paper as number) + 1e-12);
    // The tutorial's approximation of the expectation.
    expect(Math.abs(p.chiN / (chiN as number) - 1)).toBeLessThan(0.06 / n ** 2);
  });

  it('for variances alone learn (n + 2)/3 times as fast', () => {
    const [full, separable] = (['full', 'separable'] as const).map(covariance =>
      strategyParameters(40, 15, { active: true, covariance }),
    );
    for (const rate of ['c1', 'cMu'] as const) expect(separable![rate] / full![rate]).toBeCloseTo(14, 9);
  });

  it('for a few directions let the step size learn at 2λ/n, undamped', () => {
    const limited = (n: number, lambda: number) =>
      strategyParameters(n, lambda, { active: true, covariance: 'limited' });
    expect(limited(1000, 24)).toMatchObject({ cSigma: 0.048, dSigma: 1 });
    expect(limited(10, 10)).toMatchObject({ cSigma: 0.5, dSigma: 1 });
    // Of a large population the tutorial's rate is larger, and steps are damped all the same.
    const { cSigma, dSigma } = limited(5, 200);
    expect(cSigma).toBeCloseTo(0.9009925964, 9);
    expect(dSigma).toBeCloseTo(5.76623079 - 0.9009925964, 7);
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
