import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inline } from '../backends/inline.js';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import { targetValue } from '../checkers/target-value.js';
import { defineCondition } from '../conditions/define-condition.js';
import type { Hunter, Selector } from '../contracts/decision.js';
import type { OptimizerPlugin } from '../contracts/optimizer.js';
import type { Task } from '../contracts/task.js';
import { optimizerFactory } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import type { StudyEvent } from './events.js';
import { createStudy } from './study.js';
import type { StudyOptions } from './study-options.js';
import { plugin, Swarm, swarm } from './swarm.test.fixture.js';

const parameters = parametersFromBounds(box(2, -5, 5));
const bowl: Task = { parameters, evaluate: x => (x[0] as number) ** 2 + (x[1] as number) ** 2 };
const killHalf: Hunter = {
  name: 'killHalf',
  options: {},
  test: (_view, { random }) => (random.uniform() < 0.5 ? { by: 'killHalf', message: 'the coin said so' } : undefined),
};

async function runStudy(options: Omit<StudyOptions, 'task' | 'optimizers'> & Partial<StudyOptions>) {
  const study = createStudy({ task: bowl, optimizers: swarm(), seed: 1, hunters: 'none', ...options });
  const result = await study.run();
  const events: StudyEvent[] = [];
  for await (const event of study.events()) events.push(event);
  return { result, events };
}

/** Each run's values, trial by trial. */
function trialsOf(events: readonly StudyEvent[]): Map<number, Map<number, number>> {
  const runs = new Map<number, Map<number, number>>();
  for (const event of events) {
    if (event.type !== 'trials') continue;
    const values = runs.get(event.run) ?? new Map<number, number>();
    event.trials.values.forEach((value, i) => {
      expect(values.has(event.trials.first + i)).toBe(false);
      values.set(event.trials.first + i, value);
    });
    runs.set(event.run, values);
  }
  return runs;
}

/** What does not depend on the clock: every event but its time, trials one by one. */
function story(events: readonly StudyEvent[]): string[] {
  return events.flatMap(event => {
    // How slot time was spent is told at times of the clock.
    if (['study-ended', 'incumbent', 'slot-time'].includes(event.type)) return [];
    if (event.type === 'trials')
      return Array.from(event.trials.values, (v, i) => `${event.run}/${event.trials.first + i}: ${v}`);
    const { seconds: _, number: __, ...rest } = event;
    return [JSON.stringify(rest)];
  });
}

describe('a study', () => {
  test('makes as many evaluations as it may, and its runs add up', async () => {
    const { result, events } = await runStudy({ stop: maxEvaluations(1000), optimizers: swarm({ generations: 20 }) });
    expect(result.evaluations).toBe(1000);
    const { started, killed, converged, failed, stopped } = result.runs;
    expect(started).toBe(killed + converged + failed + stopped);
    expect(converged).toBeGreaterThan(8);
    expect(result.value).toBeLessThan(0.1);
    expect(bowl.evaluate(result.point as Float64Array, {} as never)).toBe(result.value);
    expect(events.map(e => e.number)).toEqual(events.map((_, i) => i + 1));
    const counted = [...trialsOf(events).values()].reduce((sum, values) => sum + values.size, 0);
    expect(counted).toBe(1000);
  });

  test('never exceeds its budget, whatever the slots, the placement and the budget', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        fc.boolean(),
        async (budget, slots, pooled, waits) => {
          let evaluated = 0;
          const task: Task = {
            parameters,
            evaluate: async x => {
              if (waits) await Promise.resolve();
              evaluated++;
              return x[0] as number;
            },
          };
          const backend = pooled ? { trials: inline() } : inline();
          const { result } = await runStudy({ task, slots, backend, stop: maxEvaluations(budget) });
          expect(result.evaluations).toBe(budget);
          expect(evaluated).toBe(budget);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    ['with the optimizer', undefined],
    ['in an inline pool', { trials: inline() }],
  ])(
    'with one slot and trials %s, a seed repeats it to the last decision, however long turns take',
    async (_, backend) => {
      const chance = {
        ...(backend && { backend }),
        stop: maxEvaluations(3000),
        hunters: killHalf,
        huntEvery: 100,
        optimizers: swarm({ generations: 30 }),
      };
      const first = await runStudy(chance);
      let calls = 0;
      // Pauses cut turns at other places.
      const slow: Task = {
        parameters,
        evaluate: (x, context) => {
          if (++calls % 97 === 0) for (const until = performance.now() + 6; performance.now() < until; );
          return bowl.evaluate(x, context);
        },
      };
      const second = await runStudy({ ...chance, task: slow });
      expect(first.result.runs.killed).toBeGreaterThan(10);
      expect(story(second.events)).toEqual(story(first.events));
      const other = await runStudy({ ...chance, seed: 2 });
      expect(story(other.events)).not.toEqual(story(first.events));
    },
  );

  test('makes the same trials in each run, at every number of slots', async () => {
    const reference = trialsOf((await runStudy({ stop: maxEvaluations(2000), liveRuns: 5 })).events);
    for (const backend of [inline(), { trials: inline() }]) {
      for (const slots of [2, 3, 16]) {
        const delays: Task = { parameters, evaluate: async (x, context) => bowl.evaluate(x, context) };
        const runs = trialsOf(
          (await runStudy({ task: delays, slots, backend, stop: maxEvaluations(2000), liveRuns: 5 })).events,
        );
        for (const [run, values] of runs) {
          const expected = reference.get(run);
          if (expected)
            for (const [trial, value] of values) if (expected.has(trial)) expect(value).toBe(expected.get(trial));
        }
      }
    }
  });

  test('stops at the trial that reaches the target', async () => {
    const { result, events } = await runStudy({ stop: targetValue(0.01), liveRuns: 3 });
    expect(result.value).toBeLessThanOrEqual(0.01);
    const trials = [...events].reverse().find(e => e.type === 'trials');
    expect(trials?.trials.values.at(-1)).toBe(result.value);
    expect(result.reason.by).toBe('targetValue');
  });

  test('takes +Infinity for a value and NaN for a failure', async () => {
    const task: Task = {
      parameters,
      evaluate: (x, { trial }) =>
        trial % 3 === 0 ? Number.NaN : trial % 3 === 1 ? Number.POSITIVE_INFINITY : (x[0] as number),
    };
    const { result } = await runStudy({ task, stop: maxEvaluations(300), liveRuns: 1 });
    expect(result.outcomes.failed).toBe(100);
    expect(result.value).toBeGreaterThanOrEqual(-5);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('no licence');
      },
      'the task threw: no licence',
    ],
    ['rejects', () => Promise.reject(new Error('no licence')), 'the task threw: no licence'],
    ['returns a text', () => 'low' as never, 'the task returned "low" (string)'],
    ['returns nothing', () => undefined as never, 'the task returned undefined'],
    ['returns −Infinity', () => Number.NEGATIVE_INFINITY, 'the task returned -Infinity'],
  ] satisfies [string, Task['evaluate'], string][])(
    'gives up when the task always %s, and says what it did',
    async (_, evaluate, message) => {
      const { result, events } = await runStudy({
        task: { parameters, evaluate },
        optimizers: swarm({ generations: 3 }),
        stop: maxEvaluations(1000),
      });
      expect(result.value).toBeNull();
      expect(result.point).toBeNull();
      expect(result.runs.failed).toBe(10);
      expect(JSON.stringify(result.reason)).toContain(JSON.stringify(message).slice(1, -1));
      expect(events.find(e => e.type === 'warning')?.message).toContain(message);
    },
  );

  test('cancels what is under way when its signal says so, and keeps the best so far', async () => {
    const controller = new AbortController();
    const cancelled: number[] = [];
    const task: Task = {
      parameters,
      evaluate: (x, { signal, trial }) =>
        trial < 5
          ? (x[0] as number)
          : new Promise((_, reject) => {
              signal.addEventListener('abort', () => {
                cancelled.push(trial);
                reject(new Error('aborted'));
              });
              controller.abort();
            }),
    };
    const study = createStudy({
      task,
      optimizers: swarm(),
      seed: 1,
      slots: 2,
      backend: { trials: inline() },
      stop: maxEvaluations(100),
    });
    const result = await study.run({ signal: controller.signal });
    expect(result.reason.message).toBe('interrupted');
    expect(result.value).not.toBeNull();
    expect(cancelled.length).toBeGreaterThan(0);
    expect(result.outcomes.failed).toBe(0);
  });

  test('does not wait for a task that ignores the signal', async () => {
    const controller = new AbortController();
    const task: Task = {
      parameters,
      evaluate: () => {
        controller.abort();
        return new Promise(() => {});
      },
    };
    const study = createStudy({ task, optimizers: swarm(), stop: maxEvaluations(100) });
    const result = await study.run({ signal: controller.signal });
    expect(result.evaluations).toBe(0);
  });

  test('ends when every run has ended and the selector starts no more', async () => {
    const once: Selector = (() => {
      const choice = swarm({ generations: 2 });
      let spawned = 0;
      return {
        name: 'once',
        choices: [choice],
        next: () =>
          spawned++ < 3
            ? { type: 'spawn', choice }
            : { type: 'never', reason: { by: 'once', message: 'three are enough' } },
      };
    })();
    const { result } = await runStudy({ optimizers: once, slots: 2, liveRuns: 3 });
    expect(result.runs).toEqual({ started: 3, killed: 0, converged: 3, failed: 0, stopped: 0 });
    expect(result.reason.because?.[0]?.message).toBe('three are enough');
  });

  test('fails with the cause when a decision breaks down, and leaves its events to be read', async () => {
    const broken = defineCondition({
      name: 'broken',
      description: 'never',
      options: {},
      test: () => {
        throw new TypeError('x is not a function');
      },
    })();
    const study = createStudy({
      task: bowl,
      optimizers: swarm(),
      hunters: broken as Hunter,
      liveRuns: 2,
      stop: maxEvaluations(5000),
    });
    await expect(study.run()).rejects.toThrow('x is not a function');
    const types = new Set<string>();
    for await (const event of study.events()) types.add(event.type);
    expect(types).toContain('trials');
  });

  test('ends a run whose optimizer breaks down as failed, with its words', async () => {
    const breaking: OptimizerPlugin = {
      ...plugin,
      name: 'breaking',
      create: context => {
        const swarm = new Swarm(context.start.point.slice(), context.random, { size: 4, generations: 1e9 });
        let asked = 0;
        const ask = swarm.ask.bind(swarm);
        return Object.assign(swarm, {
          ask: (limit: number) => {
            if (++asked > 5) throw new Error('singular matrix');
            return ask(limit);
          },
        });
      },
    };
    const { result, events } = await runStudy({
      optimizers: optimizerFactory(breaking)(),
      stop: maxEvaluations(100),
      liveRuns: 1,
    });
    expect(result.evaluations).toBe(100);
    expect(result.runs.failed).toBeGreaterThan(2);
    const end = events.find(e => e.type === 'run-ended');
    expect(end?.reason.message).toContain('singular matrix');
  });

  test('refuses points outside of the bounds', async () => {
    const straying: OptimizerPlugin = {
      ...plugin,
      create: () => ({
        ask: () => [{ x: new Float64Array([9, 0]) }],
        tell() {},
        stop: undefined,
        snapshot: () => null,
      }),
    };
    const { result } = await runStudy({ optimizers: optimizerFactory(straying)(), stop: maxEvaluations(100) });
    expect(result.evaluations).toBe(0);
    expect(JSON.stringify(result.reason)).toContain('outside of [-5, 5]');
  });

  test('evaluates in the task’s units where a parameter is logarithmic', async () => {
    const seen: number[] = [];
    const task: Task = {
      parameters: [{ kind: 'real', name: 'rate', low: 1e-5, high: 1e5, scale: 'log' }],
      evaluate: x => {
        seen.push(x[0] as number);
        return Math.abs(Math.log10(x[0] as number));
      },
    };
    const one: OptimizerPlugin = {
      ...plugin,
      create: ({ start, random, space }) => {
        expect([...space.low, ...space.high]).toEqual([-5, 5]);
        return new Swarm(start.point.slice(), random, { size: 4, generations: 1e9 });
      },
    };
    const { result } = await runStudy({ task, optimizers: optimizerFactory(one)(), stop: maxEvaluations(200) });
    expect(result.value).toBeLessThan(0.1);
    expect(Math.min(...seen)).toBeLessThan(1);
    expect(seen.every(x => x >= 1e-5 && x <= 1e5)).toBe(true);
  });

  test('goes on while any of its optimizers works, however often another one fails', async () => {
    const broken: OptimizerPlugin = {
      ...plugin,
      name: 'broken',
      create: () => {
        throw new Error('no licence');
      },
    };
    const optimizers = [swarm({ generations: 30 }), optimizerFactory(broken)()];
    for (const slots of [1, 2]) {
      const { result } = await runStudy({ optimizers, slots, liveRuns: 8, stop: maxEvaluations(3000) });
      expect(result.reason.by).toBe('maxEvaluations');
      expect(result.runs.failed).toBeGreaterThan(3);
      expect(result.runs.converged).toBeGreaterThan(8);
    }
  });

  test.each([
    [
      'its task never finishes loading',
      { task: { module: 'data:text/javascript,export default () => new Promise(() => {})' } },
    ],
    ['it was interrupted before', {}],
  ])('is interrupted where %s', async (_, options) => {
    const controller = new AbortController();
    const study = createStudy({ task: bowl, optimizers: swarm(), ...options });
    const running = study.run({ signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'GLOMPO_INTERRUPTED' });
  });
});
