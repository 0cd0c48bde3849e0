import { expect, test } from 'vitest';
import { fmin } from './fmin.js';

const rosenbrock = ([x = 0, y = 0]: Float64Array) => 100 * (y - x * x) ** 2 + (1 - x) ** 2;

test('minimises a function without bounds, the same way each time', async () => {
  const result = await fmin(rosenbrock, [-3, 4], { sigma: 0.5 });
  expect(result.value).toBeLessThan(1e-10);
  for (const x of result.x) expect(x).toBeCloseTo(1, 4);
  expect(result.reason).toMatchObject({ by: 'cmaes' });
  expect(await fmin(rosenbrock, [-3, 4], { sigma: 0.5 })).toEqual(result);
  expect((await fmin(rosenbrock, [-3, 4], { sigma: 0.5, seed: 2 })).evaluations).not.toBe(result.evaluations);
});

test('stays within bounds, and finds a minimum on one', async () => {
  const seen: number[] = [];
  const { x } = await fmin(
    point => {
      seen.push(...point);
      return (point[0] as number) + (point[1] as number) ** 2;
    },
    [1, 1],
    {
      bounds: [
        [0.5, 3],
        [Number.NEGATIVE_INFINITY, 2],
      ],
    },
  );
  expect(x[0]).toBeCloseTo(0.5, 6);
  expect(x[1]).toBeCloseTo(0, 4);
  expect(Math.min(...seen.filter((_, i) => i % 2 === 0))).toBeGreaterThanOrEqual(0.5);
});

test('evaluates the points of a generation at the same time where the function gives promises', async () => {
  let open = 0;
  let most = 0;
  const result = await fmin(
    async x => {
      most = Math.max(most, ++open);
      await new Promise(resolve => setImmediate(resolve));
      open--;
      return rosenbrock(x);
    },
    [0, 0],
    { populationSize: 8, maxEvaluations: 100 },
  );
  expect(most).toBe(8);
  expect(result.evaluations).toBe(104);
  expect(result.reason).toEqual({ by: 'fmin', message: '104 of at most 100 evaluations made' });
});

test('stops at a target, and when it is aborted, with the best so far', async () => {
  const atTarget = await fmin(rosenbrock, [-3, 4], { target: 1e-3 });
  expect(atTarget.value).toBeLessThanOrEqual(1e-3);
  expect(atTarget.reason.message).toMatch(/at or below 0.001/);
  const controller = new AbortController();
  let count = 0;
  const aborted = await fmin(
    x => {
      if (++count === 20) controller.abort();
      return rosenbrock(x);
    },
    [-3, 4],
    { signal: controller.signal },
  );
  expect(aborted.reason.message).toBe('aborted');
  expect(aborted.value).toBe(rosenbrock(aborted.x));
});

test('survives values that are none, and tells when there was no other', async () => {
  const half = await fmin(x => (x[0]! < 0 ? Number.NaN : x[0]!), [1], { sigma: 0.3 });
  expect(half.value).toBeGreaterThanOrEqual(0);
  expect(half.value).toBeLessThan(1e-6);
  const none = await fmin(() => Number.NaN, [1, 2], { maxFailedGenerations: 3 });
  expect(none).toMatchObject({ value: Number.POSITIVE_INFINITY, x: Float64Array.of(1, 2) });
  expect(none.reason.message).toMatch(/every value of 3 generations/);
});

test('begins again with restarts, and passes on what the function throws', async () => {
  const rastrigin = (x: Float64Array) => x.reduce((sum, v) => sum + 10 + v * v - 10 * Math.cos(2 * Math.PI * v), 0);
  const options = { bounds: Array.from({ length: 5 }, () => [-5, 5] as const), target: 1e-6, maxEvaluations: 200_000 };
  expect((await fmin(rastrigin, [3, 3, 3, 3, 3], { ...options, restarts: 'bipop' })).value).toBeLessThan(1e-6);
  await expect(
    fmin(() => {
      throw new Error('no licence');
    }, [1]),
  ).rejects.toThrow('no licence');
});

test('names what is wrong', async () => {
  await expect(fmin(rosenbrock, [])).rejects.toThrow(/fmin: there are no parameters/);
  await expect(fmin(rosenbrock, [0, Number.NaN])).rejects.toThrow(/start: point: coordinate 2/);
  await expect(
    fmin(rosenbrock, [0, 9], {
      bounds: [
        [-1, 1],
        [-1, 1],
      ],
    }),
  ).rejects.toThrow(/coordinate 2.*from -1 to 1/);
  await expect(fmin(rosenbrock, [0, 0], { sigma: -1 })).rejects.toThrow(/sigma/);
  await expect(fmin(rosenbrock, [0, 0], { sigam: 1 } as object)).rejects.toThrow(/unknown option "sigam".*sigma/);
  await expect(fmin(rosenbrock, [0, 0], { maxEvaluations: 0 })).rejects.toThrow(/maxEvaluations: expected/);
  for (const integers of [[0], [3], [1.5]])
    await expect(fmin(rosenbrock, [0, 0], { integers })).rejects.toThrow(/integers: expected numbers of coordinates/);
  await expect(fmin('x' as never, [0, 0])).rejects.toThrow(/expected a function/);
});
