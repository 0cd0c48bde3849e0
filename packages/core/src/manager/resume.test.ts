import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inline } from '../backends/inline.js';
import { maxEvaluations, runsStarted } from '../checkers/index.js';
import { any } from '../conditions/any.js';
import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Plain } from '../contracts/plain.js';
import type { Task } from '../contracts/task.js';
import { createRandom } from '../random/streams.js';
import { optimizerFactory } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import type { StudyEvent } from './events.js';
import { GatedBackend } from './gated-backend.test.fixture.js';
import { historyOf } from './history-of.test.fixture.js';
import { createStudy } from './study.js';
import type { StudyOptions } from './study-options.js';

type State = { readonly at: number; readonly told: readonly number[]; readonly generation: number };
type Options = {
  readonly size: number;
  readonly generations: number;
  /** Snapshots are worth their size at once. */
  readonly heavy: boolean;
};

/** Generations of `size` points; where each begins depends on all values before it. */
const drift = optimizerFactory<Options>({
  name: 'drift',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: options => options as unknown as Options,
  create({ start }, options, state): Optimizer<Plain> {
    const { size, generations, heavy } = options as unknown as Options;
    const from = state as State | undefined;
    let at = from?.at ?? (start.point[0] as number);
    let told = [...(from?.told ?? [])];
    let generation = from?.generation ?? 0;
    let asked = told.length;
    return {
      get stop() {
        return generation >= generations ? { by: 'drift', message: 'it has been far enough' } : undefined;
      },
      ask: limit =>
        Array.from({ length: Math.min(limit, size - asked) }, () => ({ x: Float64Array.of((at + asked++ / 7) % 1) })),
      tell(_, evaluations) {
        told.push(...evaluations.map(({ value }) => Math.min(value, 1)));
        if (told.length < size) return;
        at = (at + told.reduce((sum, value, i) => sum + value / (i + 3), 0)) % 1;
        told = [];
        asked = 0;
        generation++;
      },
      snapshot: () => ({ at, told: [...told], generation, ...(heavy && { padding: new Float64Array(9_000) }) }),
    };
  },
} satisfies OptimizerPlugin);

const task: Task = {
  parameters: parametersFromBounds(box(1, 0, 1)),
  evaluate: ([x]) => Math.sin(9 * (x as number)) ** 2,
};

async function conduct(options: Partial<StudyOptions>, drive?: (stillRuns: () => boolean) => Promise<void>) {
  const study = createStudy({
    task,
    optimizers: drift({ size: 9, generations: 6, heavy: false }),
    hunters: 'none',
    liveRuns: 3,
    seed: 5,
    recorded: true,
    stop: maxEvaluations(160),
    ...options,
  });
  const events: StudyEvent[] = [];
  const reading = (async () => {
    for await (const event of study.events({ keepUp: true })) events.push(structuredClone(event));
  })();
  let runs = true;
  const ended = study.run().finally(() => {
    runs = false;
  });
  await drive?.(() => runs);
  const result = await ended;
  await reading;
  return { result, events };
}

/** All trials of each run; throws where one is there twice. */
function trialsOf(events: readonly StudyEvent[]): Map<number, number[]> {
  const runs = new Map<number, number[]>();
  for (const event of events) {
    if (event.type !== 'trials') continue;
    const trials = runs.get(event.run) ?? [];
    runs.set(event.run, trials);
    for (const [i, value] of event.trials.values.entries()) {
      const at = event.trials.first + i - 1;
      if (trials[at] !== undefined) throw new Error(`trial ${at + 1} of run ${event.run} was recorded twice`);
      trials[at] = value;
    }
  }
  return runs;
}

/** Lets calls through in any order, with any part of their trials. */
async function shuffle(backend: GatedBackend, seed: number, stillRuns: () => boolean): Promise<void> {
  const random = createRandom(seed);
  await backend.atRest();
  for (let i = 0; i < 60 && stillRuns(); i++) {
    const call = backend.calls[random.integer(Math.max(1, backend.calls.length))];
    call?.answer(1 + random.integer(Math.min(3, call.trials)));
    await backend.atRest();
  }
  backend.letGo();
}

/** As much of it as is recorded when its first `count` events are: steps are recorded as a whole. */
function recorded(events: readonly StudyEvent[], count: number): readonly StudyEvent[] {
  let end = count;
  while (end > 0 && events[end - 1]?.more) end--;
  return events.slice(0, end);
}

const places = ['inline', 'with-optimizer', 'pooled'] as const;

/** One session of a study, with what has been recorded before it. */
async function session(
  kept: readonly StudyEvent[],
  { place, seed, ...options }: { place: (typeof places)[number]; seed: number } & Pick<StudyOptions, 'optimizers'>,
) {
  const backend = new GatedBackend();
  const where = { inline: inline(), pooled: { trials: backend }, 'with-optimizer': backend }[place];
  // Before the study had begun there is nothing to go on from.
  const begun = kept.some(({ type }) => type === 'study-started');
  const goesOn = await conduct(
    { ...options, slots: 3, backend: where, history: begun ? historyOf(kept) : undefined },
    place === 'inline' ? undefined : stillRuns => shuffle(backend, seed, stillRuns),
  );
  const events = begun ? [...kept, ...goesOn.events] : goesOn.events;
  expect(events.map(({ number }) => number)).toEqual(events.map((_, i) => i + 1));
  expect(goesOn.result.evaluations).toBe(160);
  for (const event of goesOn.events) if (event.type === 'run-restored') expect(event.why).toBe('resumed');
  return events;
}

const cuts = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), place: fc.constantFrom(...places), seed: fc.integer() }),
  { minLength: 2, maxLength: 4 },
);

test.each([false, true])(
  'a study goes on from any of its events, anywhere, and each run as if it had never stopped: large snapshots: %s',
  async heavy => {
    const optimizers = drift({ size: 9, generations: 6, heavy });
    const calm = trialsOf((await conduct({ optimizers, stop: maxEvaluations(2_000) })).events);
    await fc.assert(
      fc.asyncProperty(cuts, async sessions => {
        let events: readonly StudyEvent[] = [];
        for (const { at, place, seed } of sessions) {
          events = await session(recorded(events, Math.ceil(at * events.length)), { optimizers, place, seed });
        }
        for (const [run, values] of trialsOf(events)) {
          expect(
            Array.from(values.keys()).filter(i => values[i] !== undefined && values[i] !== calm.get(run)?.[i]),
          ).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  },
);

type WanderState = {
  readonly sum: number;
  readonly told: number;
  readonly out: readonly number[];
  readonly asked: number;
};

/** Hears of results in any order, and each changes what it asks for next. */
const wander = optimizerFactory({
  name: 'wander',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: true, kinds: ['real'] },
  parse: () => null,
  create({ start }, _options, state): Optimizer<Plain> {
    const from = state as WanderState | undefined;
    let { sum, told, asked } = from ?? { sum: start.point[0] as number, told: 0, asked: 0 };
    const again = [...(from?.out ?? [])];
    const out: number[] = [];
    return {
      stop: undefined,
      ask: limit =>
        Array.from({ length: Math.min(limit, 6 - out.length) }, () => {
          const x = again.shift() ?? (sum + asked++ / 9) % 1;
          out.push(x);
          return { x: Float64Array.of(x) };
        }),
      tell(proposals, evaluations) {
        for (const [i, { x }] of proposals.entries()) {
          out.splice(out.indexOf(x[0] as number), 1);
          sum += (evaluations[i]?.value ?? 0) * ++told * 0.37;
        }
      },
      snapshot: () => ({ sum, told, asked, out: [...out, ...again] }),
    };
  },
} satisfies OptimizerPlugin<Plain>);

test('an optimizer that is told in any order goes on with all that it was told, and no trial is made twice', async () => {
  await fc.assert(
    fc.asyncProperty(cuts, async sessions => {
      let events: readonly StudyEvent[] = [];
      for (const { at, seed } of sessions) {
        const kept = recorded(events, Math.ceil(at * events.length));
        events = await session(kept, { optimizers: wander(), place: 'pooled', seed });
        expect(events.filter(event => event.type === 'run-ended' && event.status === 'failed')).toEqual([]);
      }
      trialsOf(events);
    }),
    {
      numRuns: 40,
      // The last trials recorded were told to nobody, and one of them was asked for after the last that was told.
      examples: [[[0, 0.5226480836236935].map(at => ({ at, place: 'pooled', seed: 0 }) as const)]],
    },
  );
});

test('where its conditions hold already, a study that goes on stops at once', async () => {
  const { events } = await conduct({ slots: 1, stop: maxEvaluations(50) });
  const stop = any(runsStarted(3), maxEvaluations(160));
  const { result } = await conduct({ slots: 1, stop, history: historyOf(events) });
  expect(result).toMatchObject({ evaluations: 50, reason: { because: [{ by: 'runsStarted' }] } });
});

test('where more runs are wanted, they begin at once when a study goes on', async () => {
  const { events } = await conduct({ slots: 1, stop: maxEvaluations(50) });
  const goesOn = await conduct({ slots: 1, liveRuns: 5, history: historyOf(events) });
  const begun = goesOn.events.filter(({ type }) => type === 'run-started');
  expect(begun.map(({ evaluations }) => evaluations).slice(0, 2)).toEqual([50, 50]);
});
