import { expect, test } from 'vitest';
import { measureRun } from '../measure-run.js';
import { loadProblem } from '../problems/problem.js';
import { createMethod, namedMethod } from './methods.js';

async function run(method: string, problemText = 'sphere(dims=2)', budget = 3000) {
  const job = { id: '', label: '', method, problem: '', group: '', instance: null, seed: 3, budget, precision: 1e-8 };
  return measureRun(job, await createMethod(method, ''), await loadProblem(problemText, 1e-8));
}

test.each(['managed', 'unmanaged', 'bipop'])('%s finds a minimum, and the same one again', async method => {
  const [first, second] = [await run(method, 'rosenbrock(dims=2)'), await run(method, 'rosenbrock(dims=2)')];
  expect(first.solved).toBe(true);
  expect(first.evaluations).toBeGreaterThan(50);
  expect(first.improvements).toEqual(second.improvements);
});

test('a managed study is made of what the call says', async () => {
  const { notes } = await run(
    'managed(optimizers=[nelder-mead(), random-search(maxPoints=50)], hunters=none, liveRuns=2, start=random())',
    'rastrigin(dims=5)',
  );
  expect(notes).toMatchObject({ runs: { killed: 0 } });
  const { notes: one } = await run('managed(selector=random(random-search()), liveRuns=1, huntEvery=100)');
  expect(one).toMatchObject({ runs: { started: 1 } });
});

test('a managed study shares points, and starts no further runs, where the call says so', async () => {
  const { notes } = await run(
    'managed(optimizers=[random-search(maxPoints=50)], spawnUntil=runsStarted(3), liveRuns=1, hunters=none)',
    'rastrigin(dims=5)',
  );
  expect(notes).toMatchObject({ runs: { started: 3 } });
  const sharing = (how: string) =>
    run(`managed(optimizers=[cmaes()], liveRuns=2, hunters=none${how})`, 'rastrigin(dims=5)');
  const [without, shared] = [await sharing(''), await sharing(', share=incumbent(every=200, how=exact)')];
  expect(shared.failure).toBeUndefined();
  expect(shared.improvements).not.toEqual(without.improvements);
});

test('gradients are paid for: a study that uses them ends with the budget', async () => {
  const row = await run('unmanaged(optimizers=[lbfgs()])', 'rastrigin(dims=10)', 2200);
  expect(row).toMatchObject({ solved: false, evaluations: 2200 });
  expect(row.failure).toBeUndefined();
});

test('restarts go on until the budget is spent', async () => {
  expect(await run('bipop', 'rastrigin(dims=10)')).toMatchObject({ evaluations: 3000, notes: {} });
});

test.each([
  ['managed(seed=3)', 'seed: is chosen by the instrument'],
  ['managed(cmaes())', 'expected key=value'],
  ['managed(hunters=best)', 'unknown hunter "best"'],
  ['managed(optimizers=[cmas()])', 'unknown optimizer "cmas"'],
  ['managed(share=incumbnt())', 'unknown way of sharing points "incumbnt"'],
  ['managed(spawnUntil=3)', 'expected a name'],
  ['managed(selector=cycle())', 'expected optimizers in its parentheses'],
  ['managed(liveRuns=some)', 'liveRuns: expected a number'],
  ['unmanaged(hunters=none)', 'takes optimizers, liveRuns and slots'],
  ['bipop(sigma=-1)', 'sigma'],
])('%s is refused', async (method, message) => {
  await expect(run(method)).rejects.toThrow(message);
});

test('methods have names', () => {
  expect(namedMethod('managed')).toEqual({ label: 'managed', text: 'managed()' });
  expect(namedMethod('bipop(sigma=0.2)').label).toBe('bipop(sigma=0.2)');
  expect(namedMethod('mild: managed(hunters=none)')).toEqual({ label: 'mild', text: 'managed(hunters=none)' });
  expect(() => namedMethod('anneal')).toThrow('--methods: unknown "anneal"');
});
