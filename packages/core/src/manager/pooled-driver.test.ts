import { describe, expect, test } from 'vitest';
import { inline } from '../backends/inline.js';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Task } from '../contracts/task.js';
import { optimizerFactory } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import { endless } from './endless.test.fixture.js';
import { createStudy } from './study.js';
import { walker } from './walker.test.fixture.js';

const task: Task = {
  parameters: parametersFromBounds(box(1, 0, 1)),
  async evaluate([x]) {
    await new Promise(resolve => setImmediate(resolve));
    return x as number;
  },
};

/** Trials of optimizers that live as long as their study, with these weights. */
async function sharesOf(weights: readonly number[], slots: number): Promise<readonly number[]> {
  const study = createStudy({
    task,
    optimizers: weights.map(weight => endless(undefined, { weight })),
    backend: { trials: inline() },
    slots,
    liveRuns: weights.length,
    hunters: 'none',
    stop: maxEvaluations(2000),
    seed: 3,
  });
  await study.run();
  const trials = weights.map(() => 0);
  for await (const event of study.events()) if (event.type === 'run-ended') trials[event.run - 1] = event.trials;
  return trials;
}

describe('optimizers that never wait for results share a pool', () => {
  // They are asked for 64 points at a time: a share is right up to that.
  for (const slots of [1, 2, 4]) {
    test(`equally, with ${slots} slots`, async () => {
      for (const trials of await sharesOf([1, 1], slots)) expect(Math.abs(trials - 1000)).toBeLessThanOrEqual(64);
    });

    test(`by weight, with ${slots} slots`, async () => {
      const [light, heavy] = (await sharesOf([1, 3], slots)) as [number, number];
      expect(Math.abs(light - 500)).toBeLessThanOrEqual(64);
      expect(light + heavy).toBe(2000);
    });
  }
});

test.each([1, 2, 4])('optimizers that want one value at a time share turns equally, with %d slots', async slots => {
  const study = createStudy({
    task: { ...task, evaluate: ([x]) => x as number },
    optimizers: walker({ size: 1, patience: 1e9 }),
    backend: { trials: inline() },
    slots,
    liveRuns: 6,
    hunters: 'none',
    stop: maxEvaluations(3000),
    seed: 3,
  });
  await study.run();
  const trials: number[] = [];
  for await (const event of study.events()) if (event.type === 'run-ended') trials.push(event.trials);
  expect(trials).toHaveLength(6);
  for (const each of trials) expect(Math.abs(each - 500)).toBeLessThanOrEqual(64);
});

test('with many trials at once, nobody is warned of leaking listeners', async () => {
  const warnings: Error[] = [];
  const hear = (warning: Error) => warnings.push(warning);
  process.on('warning', hear);
  const slots = 16;
  let most = 0;
  let active = 0;
  const together: Task = {
    ...task,
    async evaluate([x]) {
      most = Math.max(most, ++active);
      while (most < slots) await new Promise(resolve => setImmediate(resolve));
      active--;
      return x as number;
    },
  };
  const stop = maxEvaluations(100);
  await createStudy({ task: together, optimizers: endless(), backend: { trials: inline() }, slots, stop }).run();
  // Warnings are told on the next tick.
  await new Promise(resolve => setImmediate(resolve));
  process.off('warning', hear);
  expect(most).toBe(slots);
  expect(warnings).toEqual([]);
});

test('a turn that needs no slot lends none to a run that lives on the same worker', async () => {
  const study = createStudy({
    task,
    optimizers: [endless(undefined, { trials: inline() }), endless()],
    slots: 2,
    liveRuns: 6,
    hunters: 'none',
    stop: maxEvaluations(3000),
    seed: 1,
  });
  const result = await study.run();
  expect(result.runs).toEqual({ started: 6, killed: 0, converged: 0, failed: 0, stopped: 6 });
});

test.each([
  ['with the optimizer', inline()],
  ['in a pool', { trials: inline() }],
])('an optimizer that wants nothing and does not stop fails: trials %s', async (_, backend) => {
  const idle = optimizerFactory({
    name: 'idle',
    api: 1,
    module: import.meta.url,
    traits: { asynchronous: false, kinds: ['real'] },
    parse: () => null,
    create: (): Optimizer<null> => ({ ask: () => [], tell() {}, stop: undefined, snapshot: () => null }),
  } satisfies OptimizerPlugin<null>);
  const study = createStudy({ task, optimizers: idle(), backend, stop: maxEvaluations(10) });
  const result = await study.run();
  expect(JSON.stringify(result.reason)).toContain('the optimizer asked for nothing although no trial was outstanding');
});

test('where trials suddenly take a thousand times longer, those that share a message with them do not wait', async () => {
  const study = createStudy({
    task: {
      parameters: parametersFromBounds(box(1, 0, 1)),
      async evaluate([x], { trial }) {
        if (trial > 3000) for (const until = performance.now() + 20; performance.now() < until; );
        return x as number;
      },
    },
    optimizers: endless(),
    backend: { trials: inline() },
    slots: 2,
    liveRuns: 1,
    hunters: 'none',
    stop: maxEvaluations(3040),
    seed: 1,
  });
  await study.run();
  const batches: number[] = [];
  const seen = new Set<number>();
  for await (const event of study.events()) {
    if (event.type !== 'trials') continue;
    const { first, values } = event.trials;
    for (let i = 0; i < values.length; i++) seen.add(first + i);
    if (first > 3000) batches.push(values.length);
  }
  expect(seen.size).toBe(3040);
  // A message ends when twice the time is over that it should have taken: 64 ms at most.
  expect(Math.max(...batches)).toBeLessThanOrEqual(4);
  // And the next ones know better.
  expect(Math.min(...batches)).toBe(1);
});
