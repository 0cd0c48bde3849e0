import { describe, expect, test } from 'vitest';
import { inline } from '../backends/inline.js';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import { targetValue } from '../checkers/target-value.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { Selector } from '../contracts/decision.js';
import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Task } from '../contracts/task.js';
import { optimizerFactory } from '../registry/choice.js';
import { chain, random } from '../selectors/index.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import type { Driver } from './driver.js';
import { Elastic } from './elastic.js';
import { endless } from './endless.test.fixture.js';
import { GatedBackend } from './gated-backend.test.fixture.js';
import type { LiveRun } from './live-run.js';
import { SlotLedger } from './slots.js';
import { createStudy } from './study.js';

type Pairs = { readonly computesMs: number };

/** Two points at a time, and then waits for both. It computes so long before the first ones. */
const pairsOf = optimizerFactory<Pairs>({
  name: 'pairs',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: options => options as Pairs,
  create: ({ random }, { computesMs }): Optimizer<null> => {
    let outstanding = 0;
    let computes = computesMs > 0;
    return {
      ask(limit) {
        if (computes) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, computesMs);
        computes = false;
        const count = Math.min(limit, 2 - outstanding);
        outstanding += count;
        return Array.from({ length: count }, () => ({ x: Float64Array.of(random.uniform()) }));
      },
      tell(proposals) {
        outstanding -= proposals.length;
      },
      stop: undefined,
      snapshot: () => null,
    };
  },
} satisfies OptimizerPlugin<Pairs, null>);
const pairs = pairsOf({ computesMs: 0 });

const task: Task = { parameters: parametersFromBounds(box(1, 0, 1)), evaluate: ([x]) => x as number };

test('where slots idle for want of points, runs are started until they do not, and no more than allowed', async () => {
  const backend = new GatedBackend();
  const study = createStudy({
    task,
    optimizers: pairs,
    backend: { trials: backend },
    slots: 8,
    liveRuns: { from: 1, upTo: 3 },
    hunters: 'none',
    stop: targetValue(-1),
  });
  const controller = new AbortController();
  const ended = study.run({ signal: controller.signal });
  for await (const event of study.events()) if (event.type === 'run-started' && event.run === 3) break;
  await backend.atRest();
  expect(backend.busy).toBe(6);
  // Slots still idle: a report, which comes once a second, shows that nobody was started meanwhile.
  for await (const event of study.events()) if (event.type === 'slot-time') break;
  expect(study.view()?.live).toHaveLength(3);
  controller.abort();
  backend.letGo();
  const { slotTime, runs } = await ended;
  expect(runs.started).toBe(3);
  expect(slotTime.spent.waitingForPoints).toBeGreaterThan(0);
});

test.each([0, 100])(
  'where runs share the slots, one begins, and others follow only as slots idle: %i ms of computing are no reason',
  async computesMs => {
    const backend = new GatedBackend();
    const study = createStudy({
      ...{ task, optimizers: pairsOf({ computesMs }), backend: { trials: backend }, slots: 8, hunters: 'none' },
      stop: targetValue(-1),
    });
    const controller = new AbortController();
    const ended = study.run({ signal: controller.signal });
    for await (const event of study.events()) {
      if (event.type === 'study-started') expect(event.liveRuns).toEqual({ from: 1, upTo: 16 });
      if (event.type === 'run-started' && event.run === 4) break;
    }
    await backend.atRest();
    expect(backend.busy).toBe(8);
    for await (const event of study.events()) if (event.type === 'slot-time') break;
    expect(study.view()?.live).toHaveLength(4);
    controller.abort();
    backend.letGo();
    await ended;
  },
);

test('of a list of optimizers one each begins, also beside one that never waits', async () => {
  // Whether more follow, since slots idle on a slow machine, is left open here.
  const begunWith = async (optimizers: Selector | readonly OptimizerChoice[]) => {
    const study = createStudy({
      ...{ task, optimizers, backend: { trials: inline() }, slots: 4, hunters: 'none' },
      stop: maxEvaluations(1000),
    });
    const ended = study.run();
    const names: string[] = [];
    let from = 0;
    for await (const event of study.events()) {
      if (event.type === 'study-started') from = event.liveRuns.from;
      if (event.type === 'run-started') names.push(event.optimizer.name);
    }
    await ended;
    return names.slice(0, from);
  };
  expect(await begunWith([endless(), pairs])).toEqual(['endless', 'pairs']);
  const several = chain(random(endless(), endless()), pairs, { at: [1], by: 'runs' });
  expect(await begunWith(several)).toEqual(['endless', 'pairs']);
  expect(await begunWith(chain(endless(), pairs, { at: [1], by: 'runs' }))).toEqual(['endless']);
});

test('inline with several slots, the evaluations of one run overlap; told to be with the optimizer, they do not', async () => {
  const most = async (backend: { trials?: 'with-optimizer' }) => {
    let [now, most] = [0, 0];
    const evaluate = async ([x]: Float64Array) => {
      most = Math.max(most, ++now);
      await new Promise(resolve => setImmediate(resolve));
      now--;
      return x as number;
    };
    await createStudy({
      ...{ task: { ...task, evaluate }, optimizers: pairs, backend, slots: 4, liveRuns: 1, hunters: 'none' },
      stop: maxEvaluations(20),
    }).run();
    return most;
  };
  expect(await most({})).toBe(2);
  expect(await most({ trials: 'with-optimizer' })).toBe(1);
});

test('a number of live runs is exactly that', async () => {
  const backend = new GatedBackend();
  const study = createStudy({
    task,
    optimizers: pairs,
    backend: { trials: backend },
    slots: 8,
    liveRuns: 1,
    hunters: 'none',
    stop: targetValue(-1),
  });
  const controller = new AbortController();
  const ended = study.run({ signal: controller.signal });
  for await (const event of study.events()) if (event.type === 'slot-time') break;
  expect(study.view()?.live).toHaveLength(1);
  controller.abort();
  backend.letGo();
  await ended;
});

test.each([0, 1.5, '4', { from: 4 }, { from: 5, upTo: 4 }, { from: 1, upTo: 20_000 }])(
  'live runs that make no sense are refused: %j',
  liveRuns => {
    expect(() => createStudy({ task, optimizers: pairs, liveRuns: liveRuns as number })).toThrow(
      /liveRuns: expected an integer from 1 to 10000, or \{ from, upTo \}/,
    );
  },
);

test.each([0, 1.5, '2', Number.NaN])('a selector that wants %j runs together is refused', async together => {
  const selector: Selector = {
    name: 'mine',
    choices: [pairs],
    together: together as number,
    next: () => ({ type: 'spawn', choice: pairs }),
  };
  const study = createStudy({ task, optimizers: selector, slots: 2, stop: maxEvaluations(10) });
  await expect(study.run()).rejects.toThrow(/selector mine: together: expected an integer from 1 to 10000, got /);
});

test('a study pauses at 0 slots, says so, and goes on', async () => {
  const study = createStudy({
    task,
    optimizers: pairs,
    backend: { trials: inline() },
    slots: 2,
    liveRuns: 2,
    hunters: 'none',
    stop: maxEvaluations(5000),
    seed: 1,
  });
  const ended = study.run();
  const before: number[] = [];
  for await (const event of study.events()) {
    if (event.type === 'trials' && event.evaluations > 100) break;
  }
  await study.resize(0);
  // Two reports: a second has gone by.
  let reports = 0;
  for await (const event of study.events()) {
    if (event.type === 'trials') before.push(event.evaluations);
    if (event.type === 'slot-time' && ++reports === 2) break;
  }
  const paused = study.view()?.evaluations ?? 0;
  expect(paused).toBeLessThanOrEqual(Math.max(...before) + 4);
  await study.resize(3);
  const result = await ended;
  expect(result).toMatchObject({ evaluations: 5000, slots: 3 });
  const resized = [];
  for await (const event of study.events()) if (event.type === 'resized') resized.push(event.slots);
  expect(resized).toEqual([0, 3]);
});

test('slots are resized while a study runs, and only then', async () => {
  const study = createStudy({ task, optimizers: pairs, stop: maxEvaluations(10) });
  await expect(study.resize(2)).rejects.toThrow(/the study is not running/);
  await expect(study.resize(-1)).rejects.toThrow(/slots: expected an integer of at least 0, got -1/);
  await study.run();
  await expect(study.resize(2)).rejects.toThrow(/the study is not running/);
});

test('a study waits for a reader that keeps up, and accounts for it', async () => {
  const study = createStudy({
    task: { parameters: parametersFromBounds(box(50, 0, 1)), evaluate: ([x]) => x as number },
    optimizers: optimizerFactory({
      name: 'many',
      api: 1,
      module: import.meta.url,
      traits: { asynchronous: false, kinds: ['real'] },
      parse: () => null,
      create: ({ random }): Optimizer<null> => ({
        ask: limit =>
          Array.from({ length: limit }, () => ({ x: Float64Array.from({ length: 50 }, () => random.uniform()) })),
        tell() {},
        stop: undefined,
        snapshot: () => null,
      }),
    } satisfies OptimizerPlugin<null>)(),
    slots: 2,
    hunters: 'none',
    stop: maxEvaluations(200_000),
  });
  const reader = study.events({ keepUp: true });
  const ended = study.run();
  // 16 MB are 40,000 trials: the study waits with the rest, until they are read.
  for await (const event of study.events()) if (event.type === 'slot-time') break;
  for await (const event of study.events())
    if (event.type === 'slot-time' && event.report.spent.waitingForLog > 0) break;
  const waiting = study.view()?.evaluations ?? 0;
  expect(waiting).toBeLessThan(100_000);
  let read = 0;
  for await (const event of reader) {
    expect(event.type).not.toBe('gap');
    if (event.type === 'trials') read += event.trials.values.length;
  }
  const { evaluations, slotTime } = await ended;
  expect([read, evaluations]).toEqual([200_000, 200_000]);
  expect(slotTime.spent.waitingForLog).toBeGreaterThan(0);
});

describe('one run more', () => {
  const begin = () => {
    let now = 0;
    const slots = new SlotLedger(4, () => now);
    const newcomer = {} as LiveRun;
    const drivers = new Map<LiveRun, Pick<Driver, 'waitsFor'>>([[newcomer, { waitsFor: 'proposals' }]]);
    const elastic = new Elastic({ slots, clock: { now: () => now }, drivers });
    /** Slots idle for want of points until then. */
    const idleUntil = (milliseconds: number) => {
      slots.explain([['waitingForPoints', slots.free]]);
      now = milliseconds;
      return elastic;
    };
    elastic.started(newcomer);
    return { elastic, idleUntil, newcomer, drivers };
  };

  test.each(['points', 'worker', undefined] as const)(
    'is wanted where slots have idled since the first points of the last one were there: it waits for %s',
    waitsFor => {
      const { elastic, idleUntil, newcomer, drivers } = begin();
      elastic.served();
      expect(idleUntil(20).wantsMore()).toBe(false);
      drivers.set(newcomer, { waitsFor });
      idleUntil(39).served();
      expect(elastic.wantsMore()).toBe(false);
      expect(idleUntil(40).wantsMore()).toBe(true);
      expect(elastic.wantsMore()).toBe(false);
    },
  );

  test('is wanted where slots have idled since the last one ended', () => {
    const { elastic, idleUntil, drivers } = begin();
    drivers.clear();
    expect(idleUntil(39).wantsMore()).toBe(false);
    expect(elastic.wantsMore()).toBe(false);
    expect(idleUntil(40).wantsMore()).toBe(true);
  });

  test('is wanted once the last one has computed for a second', () => {
    const { idleUntil } = begin();
    expect(idleUntil(980).wantsMore()).toBe(false);
    expect(idleUntil(1000).wantsMore()).toBe(true);
  });
});
