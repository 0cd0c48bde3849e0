import { expect, test } from 'vitest';
import { maxEvaluations, runsStarted } from '../checkers/index.js';
import { maxEvaluationsPerParameter } from '../checkers/max-evaluations-per-parameter.js';
import { any } from '../conditions/any.js';
import type { OptimizerPlugin } from '../contracts/optimizer.js';
import type { Task } from '../contracts/task.js';
import { optimizerFactory } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import { createStudy } from './study.js';
import type { StudyOptions } from './study-options.js';

/** Proposes the start, again and again. */
const still = optimizerFactory({
  name: 'still',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: () => ({}),
  create: ({ start }) => ({
    ask: () => [{ x: start.point.slice() }],
    tell() {},
    stop: undefined,
    snapshot: () => null,
  }),
} satisfies OptimizerPlugin);

const parameters = parametersFromBounds(box(3, -5, 5));
const sum: Task = { parameters, evaluate: x => x.reduce((a, b) => a + b, 0) };

async function started(options: Partial<StudyOptions>) {
  const study = createStudy({ task: sum, optimizers: still(), seed: 1, ...options });
  const result = await study.run();
  for await (const event of study.events()) if (event.type === 'study-started') return { event, result };
  throw new Error('no study-started');
}

test('a budget per parameter is spent exactly', async () => {
  const { result } = await started({ stop: maxEvaluationsPerParameter(7) });
  expect(result.evaluations).toBe(21);
  expect(result.reason).toEqual({
    by: 'maxEvaluationsPerParameter',
    message: '21 of at most 21 evaluations made (7 per parameter)',
    data: { evaluations: 21, limit: 21 },
  });
});

test('the first event tells the decisions that were chosen, defaults too', async () => {
  const { event } = await started({ hunters: 'none', stop: maxEvaluationsPerParameter(7) });
  expect(event).toMatchObject({
    huntEvery: 100,
    hunters: undefined,
    stop: 'maxEvaluationsPerParameter(evaluations=7)',
    spawnUntil: undefined,
  });
  const { event: limited } = await started({
    spawnUntil: any(runsStarted(3), maxEvaluations(5)),
    stop: maxEvaluations(9),
  });
  expect(limited.spawnUntil).toBe('any(runsStarted(runs=3), maxEvaluations(evaluations=5))');
  const { event: byDefault, result } = await started({});
  expect(byDefault.stop).toBe('maxEvaluationsPerParameter(evaluations=10000)');
  expect(byDefault.hunters).toContain('knownBasin(');
  expect(result.evaluations).toBe(30_000);
});

test('bounds may be made of the task’s own parameters, and are checked like others', async () => {
  const stop = maxEvaluationsPerParameter(1);
  const { event } = await started({ stop, bounds: own => own.map(({ low }) => [low, 0] as const) });
  expect(event.parameters.map(({ low, high }) => [low, high])).toEqual(box(3, -5, 0));
  await expect(started({ bounds: () => box(2, 0, 1) })).rejects.toThrow(
    "bounds: expected one [low, high] pair for each of the task's 3 parameters, got 2",
  );
  await expect(started({ bounds: own => own.map(() => [1, -1] as const) })).rejects.toThrow(
    'bounds: parameter "x1": the bounds are reversed',
  );
});

test('a task that takes no options says so', async () => {
  const module = `data:text/javascript,export default ${encodeURIComponent('{ parameters: [{ kind: "real", name: "x", low: 0, high: 1 }], evaluate: x => x[0] }')}`;
  await expect(started({ task: { module, options: { dims: 5 } } })).rejects.toThrow(
    'takes no options, got "dims": to give it some, export a function of the options by default',
  );
});

test('what is given to run in place of { signal } is refused, not ignored', async () => {
  const run = (how: unknown) => createStudy({ task: sum, optimizers: still(), seed: 1 }).run(how as never);
  await expect(run(AbortSignal.abort())).rejects.toThrow('run: expected { signal: … } or nothing');
  await expect(run(null)).rejects.toThrow('run: expected { signal: … } or nothing');
  await expect(run({ signal: 5 })).rejects.toThrow('run: signal: expected an AbortSignal, got 5');
});
