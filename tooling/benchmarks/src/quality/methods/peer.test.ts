import { expect, test } from 'vitest';
import { measureRun } from '../measure-run.js';
import { loadProblem } from '../problems/problem.js';
import { createMethod } from './methods.js';
import { peerNames, probePeer } from './peer.js';

const python = process.env.GLOMPO_BENCH_PYTHON ?? '/usr/bin/python3';

test('a peer that cannot run says why', () => {
  expect(probePeer('dual_annealing', '/nowhere/python3')).toEqual({ missing: '/nowhere/python3 is not installed' });
});

for (const name of peerNames) {
  const missing = 'missing' in probePeer(name, python);
  test.skipIf(missing)(`${name} minimises our functions, one run after the other, the same again`, async () => {
    const method = await createMethod(name, python);
    const run = async (problem: string, seed: number) => {
      const job = {
        id: '',
        label: '',
        method: name,
        problem,
        group: '',
        instance: null,
        seed,
        budget: 3000,
        precision: 1e-8,
      };
      return measureRun(job, method, await loadProblem(problem, 1e-8));
    };
    try {
      const first = await run('sphere(dims=3)', 1);
      expect(first).toMatchObject({ solved: true });
      expect(first.failure).toBeUndefined();
      expect(await run('michalewicz(dims=10)', 2)).toMatchObject({ solved: false, evaluations: 3000 });
      expect((await run('sphere(dims=3)', 1)).improvements).toEqual(first.improvements);
      expect((await run('sphere(dims=3)', 5)).improvements).not.toEqual(first.improvements);
    } finally {
      method.close?.();
    }
  });
}
