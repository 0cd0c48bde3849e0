import { expect, test } from 'vitest';
import { measureRun, searchSeed } from './measure-run.js';
import type { Method } from './methods/method.js';
import { loadProblem } from './problems/problem.js';

const job = {
  id: '',
  label: '',
  method: '',
  problem: '',
  group: '',
  instance: null,
  seed: 3,
  budget: 5,
  precision: 1e-8,
};

test('instances of one seed search by different random numbers', () => {
  expect(searchSeed(job)).toBe(3);
  const seeds = [1, 2, 15].map(instance => searchSeed({ seed: 2 ** 32 - 1, instance }));
  expect(new Set(seeds).size).toBe(3);
  for (const seed of seeds) expect(seed < 2 ** 32).toBe(true);
});

test('a method that breaks down is a row with what it had found', async () => {
  const broken: Method = {
    run(_, meter) {
      meter.value(Float64Array.of(2, 0));
      throw new Error('broken');
    },
  };
  expect(await measureRun(job, broken, await loadProblem('sphere(dims=2)', 1e-8))).toMatchObject({
    failure: 'broken',
    evaluations: 1,
    best: 4,
    solved: false,
  });
});
