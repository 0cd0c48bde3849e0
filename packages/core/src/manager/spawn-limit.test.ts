import { expect, test } from 'vitest';
import { maxEvaluations, runsStarted } from '../checkers/index.js';
import { any } from '../conditions/any.js';
import type { Checker } from '../contracts/decision.js';
import type { OptimizerPlugin } from '../contracts/optimizer.js';
import type { Task } from '../contracts/task.js';
import { optimizerFactory } from '../registry/choice.js';
import { chain } from '../selectors/index.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import type { StudyEvent } from './events.js';
import { historyOf } from './history-of.test.fixture.js';
import { createStudy } from './study.js';
import type { StudyOptions } from './study-options.js';

/** Makes ten evaluations at its start point and one after the other to the right of it. */
const ten = optimizerFactory({
  name: 'ten',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: options => options as never,
  create({ start }, _options, state) {
    let asked = (state as number | undefined) ?? 0;
    let told = asked;
    return {
      get stop() {
        return told >= 10 ? { by: 'ten', message: 'ten evaluations' } : undefined;
      },
      ask: limit =>
        Array.from({ length: Math.min(limit, 10 - asked) }, () => ({
          x: Float64Array.of(((start.point[0] as number) + asked++ / 10) % 1),
        })),
      tell(proposals) {
        told += proposals.length;
      },
      snapshot: () => told,
    };
  },
} satisfies OptimizerPlugin);

const task: Task = { parameters: parametersFromBounds(box(1, 0, 1)), evaluate: ([x]) => x as number };

async function conduct(options: Partial<StudyOptions>) {
  const study = createStudy({
    ...{ task, optimizers: ten(), hunters: 'none', liveRuns: 2, seed: 1, stop: maxEvaluations(300), recorded: true },
    ...options,
  });
  const events: StudyEvent[] = [];
  const reading = (async () => {
    for await (const event of study.events({ keepUp: true })) events.push(structuredClone(event));
  })();
  const result = await study.run();
  await reading;
  return { result, events };
}

/** Says yes the n-th time it is asked, and no again after that. */
const nthTime = (n: number): Checker => ({
  name: 'nthTime',
  options: { n },
  test(_view, { memory }) {
    const asked = Number(memory.get('asked') ?? 0) + 1;
    memory.set('asked', asked);
    return asked === n ? { by: 'nthTime', message: `asked ${n} times` } : undefined;
  },
});

test('no run is started once the condition has said yes, and the study ends with its last run', async () => {
  const { result, events } = await conduct({ spawnUntil: maxEvaluations(45) });
  expect(result.reason).toEqual({
    by: 'manager',
    message: 'every run has ended and no other is started',
    because: [
      {
        by: 'spawnUntil',
        message: expect.stringMatching(/^\d+ of at most 45 evaluations made$/),
        because: [expect.objectContaining({ by: 'maxEvaluations' })],
      },
    ],
  });
  const startedAt = events.flatMap(event => (event.type === 'run-started' ? [event.evaluations] : []));
  expect(Math.max(...startedAt)).toBeLessThan(45);
  expect(result.runs).toMatchObject({ started: startedAt.length, converged: startedAt.length });
  expect(result.evaluations).toBe(10 * startedAt.length);
  // Two are alive, so that the last ones began at 30 or 40 and the study had made 50 at the earliest.
  expect(startedAt.length).toBeGreaterThanOrEqual(5);
});

test('it may count runs, and be made of several', async () => {
  const { result } = await conduct({ spawnUntil: any(maxEvaluations(200), runsStarted(3)) });
  expect(result.runs.started).toBe(3);
  expect(result.evaluations).toBe(30);
  expect(result.reason.because?.[0]?.message).toBe('3 runs started (limit 3)');
});

test('a chain with a threshold for each optimizer ends a study, too', async () => {
  const { result, events } = await conduct({
    optimizers: chain(ten({}), ten({ second: 1 }), { at: [2, 5], by: 'runs' }),
  });
  expect(events.flatMap(event => (event.type === 'run-started' ? [event.choice] : []))).toEqual([0, 0, 1, 1, 1]);
  expect(result.reason.because?.[0]?.message).toBe('5 runs started, and none is started from 5 on');
});

test('a study that goes on has not forgotten what the condition remembers, nor that it said yes', async () => {
  const spawnUntil = nthTime(6);
  const whole = await conduct({ spawnUntil });
  expect(whole.result.runs.started).toBe(5);
  const trials = (events: readonly StudyEvent[]) =>
    events.flatMap(event => (event.type === 'trials' ? [...event.trials.values] : []));
  const begun = whole.events.findIndex(({ type }) => type === 'run-started');
  for (let cut = begun + 1; cut < whole.events.length; cut += 3) {
    let end = cut;
    while (end > 0 && whole.events[end - 1]?.more) end--;
    if (end <= begun) continue;
    const kept = whole.events.slice(0, end);
    const { result, events } = await conduct({ spawnUntil, history: historyOf(kept) });
    expect(result.runs.started).toBe(5);
    expect(trials([...kept, ...events]).sort()).toEqual(trials(whole.events).sort());
  }
});

test('another condition than before begins afresh', async () => {
  const { events } = await conduct({ spawnUntil: nthTime(6) });
  const kept = events.slice(0, events.findLastIndex(({ type }) => type === 'trials') + 1);
  const { result } = await conduct({ spawnUntil: runsStarted(9), history: historyOf(kept) });
  expect(result.runs.started).toBe(9);
});

test('what is no condition is refused before anything starts, and one that does wrong is named', async () => {
  expect(() => createStudy({ task, optimizers: ten(), spawnUntil: 5 as never })).toThrow(
    'spawnUntil: expected an object with a method test(), got 5',
  );
  const bad = { name: 'bad', options: {}, test: () => true as never };
  await expect(conduct({ spawnUntil: bad })).rejects.toMatchObject({
    code: 'GLOMPO_DECISION',
    message: 'spawnUntil bad gave true: expected a reason { by, message } for yes, and undefined for no',
  });
});
