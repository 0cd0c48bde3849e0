import { createRandom } from '@glompo/core';
import { expect, it } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import { Distribution } from './distribution.js';
import { fmin } from './fmin.js';
import { LearningRates } from './learning-rates.js';
import { createModel } from './model.js';
import type { SymmetricShape } from './shape/symmetric-shape.js';

const n = 3;

/** Applies steps of the mean, and changes of the variances, to a distribution that begins as N(0, I). */
function adapted(steps: readonly Float64Array[]) {
  const model = createModel(n, 4, cmaesPlugin.parse({ learningRates: 'adapted' }));
  const distribution = new Distribution(new Float64Array(n), new Float64Array(n).fill(1), model);
  const rates = new LearningRates(n, model.shape as SymmetricShape);
  for (const step of steps) {
    rates.before(distribution);
    for (let i = 0; i < n; i++)
      distribution.mean[i] = (distribution.mean[i] as number) + distribution.sigma * (step[i] as number);
    expect(rates.after(distribution, step)).toBe(true);
  }
  return { distribution, rates: rates.snapshot() };
}

it('takes the whole step again once it knows that all steps go the same way', () => {
  const steps = Array.from({ length: 60 }, () => Float64Array.of(1, 0, 0));
  const few = adapted(steps.slice(0, 5));
  expect(few.rates.mean.rate).toBeLessThan(1);
  const { distribution, rates } = adapted(steps);
  expect(rates.mean.rate).toBe(1);
  expect(rates.covariance.rate).toBe(1);
  expect(distribution.sigma).toBeCloseTo(1, 9);
});

it('takes ever smaller parts of steps that go nowhere, and makes the steps larger by as much', () => {
  const random = createRandom(3);
  const steps = Array.from({ length: 200 }, () => Float64Array.from({ length: n }, () => random.normal()));
  const { distribution, rates } = adapted(steps);
  expect(rates.mean.rate).toBeLessThan(0.3);
  expect(rates.mean.rate * distribution.sigma).toBeCloseTo(1, 9);
});

it('goes on where noise drowns the values', async () => {
  const closest = async (learningRates: 'fixed' | 'adapted') => {
    const noise = createRandom(7);
    let best = Number.POSITIVE_INFINITY;
    await fmin(
      x => {
        const value = x.reduce((sum, xi) => sum + xi * xi, 0);
        best = Math.min(best, value);
        return value + noise.normal();
      },
      new Array(10).fill(3),
      { sigma: 2, learningRates, maxEvaluations: 20_000, tolFun: 0, tolFunHist: 0, tolStagnation: 1e6 },
    );
    return best;
  };
  expect(await closest('adapted')).toBeLessThan(0.5 * (await closest('fixed')));
});
