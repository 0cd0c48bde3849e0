import { expect, test } from 'vitest';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import type { InjectionMode, Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Plain } from '../contracts/plain.js';
import type { Task } from '../contracts/task.js';
import { optimizerFactory } from '../registry/choice.js';
import { incumbent } from '../sharing/index.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import type { EventOf, StudyEvent } from './events.js';
import { historyOf } from './history-of.test.fixture.js';
import { createStudy } from './study.js';
import type { StudyOptions } from './study-options.js';

type State = { readonly at: number; readonly value: number; readonly random: Plain; readonly out: number | null };
/** What walkers were told, in this thread. */
const heard: { value: number; how: InjectionMode | undefined }[] = [];

/** Steps around the best point that it knows of, whoever has found it; `deaf` ones hear of nothing. */
const walker = optimizerFactory<{ readonly deaf: boolean }>({
  name: 'walker',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: options => options as { deaf: boolean },
  create({ start, random }, options, state): Optimizer<Plain> {
    const from = state as State | undefined;
    let at = from?.at ?? (start.point[0] as number);
    let value = from?.value ?? Number.POSITIVE_INFINITY;
    let out = from?.out ?? null;
    let again = out !== null;
    if (from) random.restore(from.random as never);
    return {
      stop: undefined,
      ask() {
        if (out !== null && !again) return [];
        out ??= Math.min(1, Math.max(0, at + 0.002 * random.normal()));
        again = false;
        return [{ x: Float64Array.of(out) }];
      },
      tell(_, [evaluation]) {
        const told = evaluation?.value ?? value;
        if (told < value) {
          value = told;
          at = out as number;
        }
        out = null;
      },
      ...(!(options as { deaf: boolean }).deaf && {
        inject(x: Float64Array, told: number, how?: InjectionMode) {
          heard.push({ value: told, how });
          if (told >= value) return;
          value = told;
          at = x[0] as number;
        },
      }),
      snapshot: () => ({ at, value, out, random: random.snapshot() as unknown as Plain }),
    };
  },
} satisfies OptimizerPlugin);

/** Many valleys, the deeper the farther right. */
const valleys: Task = {
  parameters: parametersFromBounds(box(1, 0, 1)),
  evaluate: ([x]) => Math.sin(40 * (x as number)) ** 2 - (x as number),
};

async function conduct(options: Partial<StudyOptions> = {}) {
  const study = createStudy({
    task: valleys,
    optimizers: walker({ deaf: false }),
    hunters: 'none',
    liveRuns: 4,
    seed: 3,
    share: incumbent({ every: 50 }),
    stop: maxEvaluations(1000),
    recorded: true,
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

const shared = (events: readonly StudyEvent[]) =>
  events.filter(event => event.type === 'shared') as EventOf<'shared'>[];

function valuesOf(events: readonly StudyEvent[]): Map<number, number[]> {
  const values = new Map<number, number[]>();
  for (const event of events) {
    if (event.type !== 'trials') continue;
    const all = values.get(event.run) ?? [];
    values.set(event.run, all);
    for (const [i, value] of event.trials.values.entries()) all[event.trials.first + i - 1] = value;
  }
  return values;
}

test('a run is told of the incumbent at exact counts, once, and goes on from there', async () => {
  const { events, result } = await conduct({ share: incumbent({ every: 50, how: 'nudged' }) });
  const shares = shared(events);
  expect(shares.length).toBeGreaterThan(3);
  expect(shares.filter(({ evaluations }) => evaluations % 50 !== 0)).toEqual([]);
  const keys = shares.map(({ run, from, value }) => `${run} of ${from}: ${value}`);
  expect(new Set(keys).size).toBe(keys.length);
  // Of what was decided, all was told before anything else happened.
  const injected = events.filter(({ type }) => type === 'injected');
  expect(injected).toMatchObject(shares.map(({ run, value }) => ({ run, value, heard: true })));
  expect(heard.at(-1)?.how).toBe('nudged');
  const first = shares[0] as (typeof shares)[0];
  const later = events.find(e => e.type === 'trials' && e.run === first.run && e.number > first.number);
  const { points } = (later as EventOf<'trials'>).trials;
  expect(Math.abs((points[0] as number) - (first.point[0] as number))).toBeLessThan(0.02);
  const [counts] = result.sharing ?? [];
  expect(counts).toMatchObject({ choice: 0, optimizer: { name: 'walker' } });
  expect(counts?.told).toBeGreaterThan(0);
  expect(counts?.helped).toBeLessThanOrEqual(counts?.told as number);
});

test('nothing is shared where that was not asked for', async () => {
  const { events, result } = await conduct({ share: undefined });
  expect(events.filter(({ type }) => type === 'shared' || type === 'injected')).toEqual([]);
  expect(result.sharing).toBeUndefined();
});

test('an optimizer that has no use for points is told once, and others of its kind no more', async () => {
  const { events } = await conduct({ optimizers: walker({ deaf: true }) });
  const first = shared(events)[0]?.evaluations;
  expect(first).toBeDefined();
  expect(shared(events).filter(({ evaluations }) => evaluations !== first)).toEqual([]);
  expect(events.filter(event => event.type === 'injected' && event.heard)).toEqual([]);
});

test('with one slot a seed repeats the study, and one that goes on is the same', async () => {
  const whole = await conduct();
  expect(valuesOf((await conduct()).events)).toEqual(valuesOf(whole.events));
  const values = valuesOf(whole.events);
  // Between what was decided and what was told, too.
  const cuts = whole.events.flatMap(({ evaluations, more }, i) =>
    evaluations > 0 && evaluations < 1000 && evaluations % 200 <= 50 && !more ? [i + 1] : [],
  );
  expect(cuts.length).toBeGreaterThan(10);
  for (const cut of cuts) {
    const kept = whole.events.slice(0, cut);
    const { events } = await conduct({ history: historyOf(kept) });
    const all = [...kept, ...events];
    expect([cut, valuesOf(all)]).toEqual([cut, values]);
    const words = ({ run, value, evaluations, reason }: EventOf<'shared'>) => [run, value, evaluations, reason];
    expect(shared(all).map(words)).toEqual(shared(whole.events).map(words));
  }
});
