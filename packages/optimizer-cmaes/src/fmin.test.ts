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
  expect(result.evaluations).toBe(100);
  expect(result.reason).toEqual({ by: 'fmin', message: '100 of at most 100 evaluations made' });
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

test('names every wrong option of its own, and a start that is none', async () => {
  const refused: readonly (readonly [object, RegExp])[] = [
    [{ integers: 5 }, /fmin: integers: expected a list .*, got 5/],
    [{ seed: 'x' }, /fmin: seed: expected an integer .*, got "x"/],
    [{ seed: -1 }, /fmin: seed: .*, got -1/],
    [{ seed: 1.5 }, /fmin: seed: .*, got 1.5/],
    [{ signal: 5 }, /fmin: signal: expected an AbortSignal, got 5/],
    [{ signal: null }, /fmin: signal: expected an AbortSignal, got null/],
    [{ maxEvaluations: '5' }, /fmin: maxEvaluations: expected an integer of at least 1, or Infinity, got "5"/],
    [{ maxEvaluations: 1.5 }, /fmin: maxEvaluations: .*, got 1.5/],
    [{ target: 'low' }, /fmin: target: expected a number, got "low"/],
    [{ bounds: [[0, 1]] }, /fmin: bounds: expected 2 pairs, one for each coordinate of the start, got 1/],
    [{ bounds: 5 }, /bounds: expected a list of \[low, high\] pairs, got 5/],
  ];
  for (const [options, message] of refused) await expect(fmin(rosenbrock, [0, 0], options)).rejects.toThrow(message);
  for (const options of [null, 5])
    await expect(fmin(rosenbrock, [0, 0], options as never)).rejects.toThrow(/fmin: the options: expected an object/);
  for (const start of [undefined, null, 3, 'abc'])
    await expect(fmin(rosenbrock, start as never)).rejects.toThrow(/fmin: start: expected a list of numbers, got/);
  for (const start of [['1', '2'], [1, null], new Array(2)])
    await expect(fmin(rosenbrock, start as never)).rejects.toThrow(/fmin: start: coordinate [12]: expected a number/);
});

test('refuses what is no number as a value', async () => {
  for (const [value, shown] of [
    [undefined, 'undefined'],
    ['3', '"3"'],
    [3n, '3n'],
    [{ value: 3 }, '{"value":3}'],
  ]) {
    const message = `fmin: the function: expected a number, got ${shown} at [`;
    await expect(fmin(() => value as never, [1, 2])).rejects.toThrow(message);
    await expect(fmin(async () => value as never, [1, 2])).rejects.toThrow(message);
  }
});

test('throws what the first promise rejects with, and leaves none of the others unhandled', async () => {
  const unhandled: unknown[] = [];
  const hear = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', hear);
  try {
    let count = 0;
    const failing = () => Promise.reject(new Error(`boom ${++count}`));
    await expect(fmin(failing, [1, 1])).rejects.toThrow('boom 1');
    const throwing = () => {
      if (count++ % 3 === 2) throw new Error('at once');
      return failing();
    };
    count = 0;
    await expect(fmin(throwing, [1, 1])).rejects.toThrow(/boom|at once/);
    // A rejection that nobody handles is told after the microtasks.
    for (let i = 0; i < 3; i++) await new Promise(resolve => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', hear);
  }
});

test('hears of an abort while it computes without a pause', async () => {
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  const { reason } = await fmin(() => Math.random(), [1, 2], {
    signal: controller.signal,
    tolStagnation: 1e6,
    tolFun: 0,
    tolFunHist: 0,
    maxEvaluations: 1e6,
  });
  expect(reason.message).toBe('aborted');
});

test('waits for no promise once it is aborted, also where the function is aborted by the same signal', async () => {
  const controller = new AbortController();
  let count = 0;
  const never = await fmin(
    x => {
      if (++count === 3) queueMicrotask(() => controller.abort());
      return count === 3 ? new Promise(() => {}) : Promise.resolve(rosenbrock(x));
    },
    [0, 0],
    { signal: controller.signal },
  );
  expect(never.reason.message).toBe('aborted');
  expect(never.value).toBe(rosenbrock(never.x));
  const other = new AbortController();
  const rejecting = (x: Float64Array) =>
    new Promise<number>((resolve, reject) => {
      if (x[0] === 0.125) resolve(1);
      other.signal.addEventListener('abort', () => reject(new Error('aborted by the function')));
    });
  setImmediate(() => other.abort());
  expect((await fmin(rejecting, [0, 0], { signal: other.signal })).reason.message).toBe('aborted');
});

test('makes no more evaluations than it may, whatever the population', async () => {
  for (const maxEvaluations of [1, 5, 6, 7, 100]) {
    let made = 0;
    const { evaluations } = await fmin(
      x => {
        made++;
        return rosenbrock(x);
      },
      [0, 0],
      { maxEvaluations },
    );
    expect([made, evaluations]).toEqual([maxEvaluations, maxEvaluations]);
  }
});
