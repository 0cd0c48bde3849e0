import { expect, test } from 'vitest';
import { inline } from '../backends/inline.js';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import type { Selector } from '../contracts/decision.js';
import type { OptimizerPlugin } from '../contracts/optimizer.js';
import type { Reason } from '../contracts/reason.js';
import type { Evaluation, Proposal, Task } from '../contracts/task.js';
import { optimizerFactory } from '../registry/choice.js';
import { sequential } from '../sequential/sequential.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import { createStudy } from './study.js';

const walk = (trials: number) =>
  optimizerFactory({
    name: `walk${trials}`,
    api: 1,
    module: import.meta.url,
    traits: { asynchronous: false, kinds: ['real'] },
    parse: options => options as null,
    create: sequential(function* ({ start, random }): Generator<readonly Proposal[], Reason, readonly Evaluation[]> {
      const x = start.point.slice();
      for (let i = 0; i < trials; i++) {
        x[0] = Math.max(-5, Math.min(5, (x[0] as number) + random.normal()));
        const [evaluation] = yield [{ x: x.slice() }];
        if ((evaluation as Evaluation).value > 10) x[0] = 0;
      }
      return { by: 'walk', message: `${trials} trials` };
    }),
  } satisfies OptimizerPlugin)();

/** Starts just these, one after the other. */
function just(...choices: Selector['choices']): Selector {
  let next = 0;
  return {
    name: 'just',
    choices,
    next: () => {
      const choice = choices[next++];
      return choice ? { type: 'spawn', choice } : { type: 'never', reason: { by: 'just', message: 'that was all' } };
    },
  };
}

/** @param runs long ones and short ones, in the order in which they start */
async function observe(slots: number, runs: readonly ('long' | 'short')[]) {
  const choices = { long: walk(4000), short: walk(400) };
  let active = 0;
  const together = [0, 0, 0];
  const values = new Map<number, number[]>();
  const task: Task = {
    parameters: parametersFromBounds(box(1, -5, 5)),
    async evaluate(x, { run }) {
      active++;
      await new Promise(resolve => setImmediate(resolve));
      together[active] = (together[active] as number) + 1;
      active--;
      const value = (x[0] as number) ** 2;
      values.set(run, [...(values.get(run) ?? []), value]);
      return value;
    },
  };
  const optimizers = just(...runs.map(length => choices[length]));
  const study = createStudy({
    task,
    optimizers,
    slots,
    liveRuns: 4,
    hunters: 'none',
    seed: 3,
    backend: inline(),
    stop: maxEvaluations(1e6),
  });
  const result = await study.run();
  return { result, together, values };
}

// Whichever worker takes the third run: in one of these orders both long runs begin on the same worker.
test.each([[['long', 'short', 'long', 'short'] as const], [['long', 'short', 'short', 'long'] as const]])(
  'a run moves to a worker that has nothing to do, and goes on there as if it had never moved: %s',
  async runs => {
    const [alone, shared] = [await observe(1, runs), await observe(2, runs)];
    expect(shared.result.runs).toEqual({ started: 4, killed: 0, converged: 4, failed: 0, stopped: 0 });
    expect(shared.values).toEqual(alone.values);
    expect(alone.together[2]).toBe(0);
    const [, one = 0, two = 0] = shared.together;
    expect(two).toBeGreaterThan(one);
  },
);

test('every slot has something to evaluate, also where the budget is small', async () => {
  const slots = 4;
  let active = 0;
  let most = 0;
  const task: Task = {
    parameters: parametersFromBounds(box(1, -5, 5)),
    async evaluate([x]) {
      most = Math.max(most, ++active);
      // Nobody goes on before all slots are in use: were one of them without work, this would never end.
      while (most < slots) await new Promise(resolve => setImmediate(resolve));
      active--;
      return x as number;
    },
  };
  const study = createStudy({
    task,
    optimizers: walk(1000),
    slots,
    liveRuns: slots,
    hunters: 'none',
    stop: maxEvaluations(8),
  });
  const result = await study.run();
  expect(result.evaluations).toBe(8);
  expect(most).toBe(slots);
});
