import type { Evaluation } from '@glompo/core';
import { expect, test } from 'vitest';
import sphere from './sphere.task.js';
import stochastic from './stochastic.task.js';

const context = { signal: new AbortController().signal, run: 1, trial: 1, seed: 1, directory: '', wants: [] };
const x = Float64Array.of(3, 4);
const seeds = Array.from({ length: 4000 }, (_, seed) => seed);

test('noise has the standard deviation that was asked for, and a trial repeats its own', () => {
  for (const [options, expected] of [
    [{ noise: 2 }, 2],
    [{ relativeNoise: 0.1 }, 2.5],
  ] as const) {
    const task = sphere({ dims: 2, ...options });
    const value = (seed: number) => task.evaluate(x, { ...context, seed }) as number;
    const off = seeds.map(seed => value(seed) - 25);
    expect(off.reduce((sum, d) => sum + d, 0) / off.length).toBeCloseTo(0, 0);
    expect(Math.abs(Math.sqrt(off.reduce((sum, d) => sum + d * d, 0) / off.length) / expected - 1)).toBeLessThan(0.05);
    expect(seeds.slice(0, 20).map(value)).toEqual(seeds.slice(0, 20).map(value));
  }
});

test('a gradient beside a noisy value is that of the function without noise', () => {
  const task = sphere({ dims: 2, noise: 1 });
  const { value, gradient } = task.evaluate(x, { ...context, wants: ['gradient'] }) as Evaluation;
  expect(value).not.toBe(25);
  expect(gradient).toEqual(Float64Array.of(6, 8));
});

test('without gradients, whoever wants one gets the value only', () => {
  const wanted = { ...context, wants: ['gradient'] } as const;
  expect(sphere({ dims: 2, gradients: false }).evaluate(x, wanted)).toBe(25);
  expect(sphere({ dims: 2 }).evaluate(x, wanted)).toMatchObject({ value: 25, gradient: Float64Array.of(6, 8) });
});

test('without gradients a function with chance in it draws as before: the context of a study makes its seed when it is read', () => {
  class LazyContext {
    readonly run = 1;
    readonly trial = 1;
    readonly wants = [];
    readonly directory = '';
    get signal() {
      return context.signal;
    }
    get seed() {
      return 7;
    }
  }
  const value = (gradients: boolean) => stochastic({ dims: 2, gradients }).evaluate(x, new LazyContext());
  expect(value(false)).toBe(value(true));
});

test('as many trials fail as were asked to, the same ones again, and they say why', () => {
  const task = sphere({ dims: 2, failureRate: 0.25 });
  const fails = (seed: number) => {
    try {
      return task.evaluate(x, { ...context, seed }) !== 25;
    } catch (error) {
      expect((error as Error).message).toBe('sphere: this trial fails by chance: failureRate is 0.25');
      return true;
    }
  };
  const failed = seeds.filter(fails);
  expect(Math.abs(failed.length / seeds.length - 0.25)).toBeLessThan(0.03);
  expect(seeds.filter(fails)).toEqual(failed);
});

test('a delay takes as long as it says, waiting or busy, and ends when its trial is cancelled', async () => {
  const begun = performance.now();
  const busy = sphere({ dims: 2, delay: 0.03, busy: true });
  expect(busy.evaluate(x, context)).toBe(25);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(30);

  const waiting = sphere({ dims: 2, delay: 0.03 });
  const again = performance.now();
  expect(await waiting.evaluate(x, context)).toBe(25);
  expect(performance.now() - again).toBeGreaterThanOrEqual(29);

  const long = sphere({ dims: 2, delay: 3600 });
  const cancel = new AbortController();
  const never = long.evaluate(x, { ...context, signal: cancel.signal });
  cancel.abort(new Error('enough'));
  await expect(never).rejects.toThrow('enough');
});
