import type { Evaluation, Task, TaskDefinition } from '@glompo/core';
import { describe, expect, test } from 'vitest';
import sphere from '../fixtures/sphere.task.js';
import { describeConformance } from '../vitest.js';
import { taskConformance } from './suite.js';

const module = new URL('../../dist/fixtures/sphere.task.js', import.meta.url).href;

describeConformance('a sphere', taskConformance({ task: sphere, options: { dims: 4 } }));
describeConformance('a logarithmic sphere in a module', taskConformance({ task: { module, options: { log: true } } }));

const parameters = [
  { kind: 'real', name: 'a', low: -1, high: 2 },
  { kind: 'real', name: 'b', low: 1, high: 3 },
] as const;
const bowl = (x: Float64Array): Evaluation => ({
  value: x[0]! ** 2 + x[1]! ** 4,
  gradient: Float64Array.of(2 * x[0]!, 4 * x[1]! ** 3),
});
const task = (change: Partial<Task>): Task => ({ parameters, evaluate: bowl, ...change });

let calls = 0;
const buffer = new Float64Array(2);

/** For every case, tasks that break what it asks. */
const broken: Readonly<Record<string, readonly TaskDefinition[]>> = {
  'has parameters with finite bounds, and a start inside them if any': [
    task({ parameters: [] }),
    task({ parameters: [{ kind: 'real', name: 'a', low: 0, high: Number.POSITIVE_INFINITY }] }),
    task({ start: Float64Array.of(1) }),
    task({ start: Float64Array.of(1, 4) }),
  ],
  'gives a number for every point: finite or +Infinity, and not always the latter': [
    task({ evaluate: () => Number.NaN }),
    task({ evaluate: () => Number.NEGATIVE_INFINITY }),
    task({ evaluate: () => Number.POSITIVE_INFINITY }),
    task({ evaluate: () => '1' as unknown as number }),
    task({ evaluate: x => (x[0] === 2 ? Number.NaN : 1) }),
  ],
  'repeats its values, whatever was evaluated in between, and in a second copy': [
    task({ evaluate: () => calls++ }),
    task({ evaluate: () => Math.random() }),
    () => {
      let best = Number.POSITIVE_INFINITY;
      return task({
        evaluate(x) {
          best = Math.min(best, x[0]!);
          return best;
        },
      });
    },
    () => {
      const offset = calls++;
      return task({ evaluate: () => offset });
    },
  ],
  'keeps no hold on what it gave': [
    task({
      evaluate(x) {
        buffer.set(bowl(x).gradient!);
        return { value: bowl(x).value, gradient: buffer };
      },
    }),
    () => {
      const seen = new Map<number, Evaluation>();
      return task({
        evaluate(x) {
          const found = seen.get(x[0]!) ?? bowl(x);
          seen.set(x[0]!, found);
          return found;
        },
      });
    },
  ],
  'gives the same value whatever is wanted beside it': [
    task({ evaluate: (x, { wants }) => (wants.includes('gradient') ? bowl(x) : bowl(x).value + 1e-6) }),
  ],
  'gives gradients that agree with central differences of its values': [
    task({ evaluate: x => ({ ...bowl(x), gradient: Float64Array.of(2 * x[0]!, 4 * x[1]! ** 2) }) }),
    task({ evaluate: x => ({ ...bowl(x), gradient: bowl(x).gradient!.map(g => -g) }) }),
    task({ evaluate: x => ({ ...bowl(x), gradient: Float64Array.of(Number.NaN, 0) }) }),
    task({ evaluate: x => ({ ...bowl(x), gradient: Float64Array.of(1) }) }),
    // With respect to the logarithm instead of the task's unit.
    task({
      parameters: [{ kind: 'real', name: 'a', low: 1, high: 100, scale: 'log' }],
      evaluate: x => ({ value: x[0]! ** 2, gradient: Float64Array.of(2 * x[0]! ** 2 * Math.LN10) }),
    }),
  ],
};

describe('the suite', () => {
  test('has a broken task for every case', () => {
    const names = taskConformance({ task: task({}) }).map(each => each.name);
    expect(Object.keys(broken).sort()).toEqual([...names].sort());
  });

  for (const [name, tasks] of Object.entries(broken)) {
    for (const [i, each] of tasks.entries()) {
      test(`catches a task that breaks (${i + 1}): ${name}`, async () => {
        const found = taskConformance({ task: each }).find(one => one.name === name);
        await expect(found?.run()).rejects.toBeInstanceOf(Error);
      });
    }
  }

  test('asks a task with chance in it for less', async () => {
    const noisy = task({ evaluate: x => bowl(x).value + Math.random() });
    const outcomes = await Promise.all(taskConformance({ task: noisy, deterministic: false }).map(each => each.run()));
    expect(outcomes.filter(Boolean)).toHaveLength(3);
  });

  test('closes every task that it has opened', async () => {
    let open = 0;
    const factory = () => {
      open++;
      return task({ close: () => void open-- });
    };
    for (const each of taskConformance({ task: factory })) await each.run();
    expect(open).toBe(0);
  });
});
