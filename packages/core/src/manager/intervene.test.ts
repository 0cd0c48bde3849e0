import { expect, test } from 'vitest';
import { inline } from '../backends/inline.js';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { Hunter, Selection, Selector } from '../contracts/decision.js';
import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Plain } from '../contracts/plain.js';
import type { Task } from '../contracts/task.js';
import { optimizerFactory } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import type { EventOf, StudyEvent } from './events.js';
import { GatedBackend } from './gated-backend.test.fixture.js';
import { historyOf } from './history-of.test.fixture.js';
import type { Intervention } from './intervention.js';
import { createStudy, type Study } from './study.js';
import type { StudyOptions } from './study-options.js';

type State = { readonly at: number; readonly heard: boolean; readonly upper: boolean };

/** Pairs of points in the lower half of the box, in the upper one from the first pair on that begins after it has heard of a point. */
const steps = optimizerFactory<{ readonly deaf: boolean }>({
  name: 'steps',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: options => options as { deaf: boolean },
  create({ start }, options, state): Optimizer<Plain> {
    const { deaf } = options as { readonly deaf: boolean };
    const from = state as State | undefined;
    let at = from?.at ?? (start.point[0] as number);
    let { heard, upper } = from ?? { heard: false, upper: false };
    let outstanding = 0;
    return {
      stop: undefined,
      ask(limit) {
        const count = Math.min(limit, 2 - outstanding);
        const from = outstanding;
        outstanding += count;
        return Array.from({ length: count }, (_, i) => {
          const x = ((at + (from + i) / 100) % 1) / 2;
          return { x: Float64Array.of(upper ? x + 0.5 : x) };
        });
      },
      tell(proposals) {
        outstanding -= proposals.length;
        at = (at + proposals.length / 100) % 1;
        if (outstanding === 0) upper = heard;
      },
      ...(!deaf && {
        inject() {
          heard = true;
          if (outstanding === 0) upper = true;
        },
      }),
      snapshot: () => ({ at, heard, upper }),
    };
  },
} satisfies OptimizerPlugin);

const task: Task = { parameters: parametersFromBounds(box(1, 0, 1)), evaluate: ([x]) => Math.abs((x as number) - 0.3) };

const places = ['inline', 'with-optimizer', 'pooled'] as const;

/** A study that a test intervenes in, whose trials wait for the test where they are not inline. */
class Watched implements AsyncDisposable {
  readonly study: Study;
  readonly events: StudyEvent[] = [];
  readonly backend = new GatedBackend();
  readonly ended: ReturnType<Study['run']>;
  readonly #reading: Promise<void>;

  constructor(place: (typeof places)[number], options: Partial<StudyOptions> = {}) {
    const where = { inline: inline(), pooled: { trials: this.backend }, 'with-optimizer': this.backend }[place];
    const study = createStudy({
      task,
      optimizers: steps({ deaf: false }),
      hunters: 'none',
      backend: where,
      slots: 2,
      liveRuns: 2,
      seed: 3,
      recorded: true,
      stop: maxEvaluations(1e9),
      ...options,
    });
    this.study = study;
    this.ended = study.run();
    this.ended.catch(() => {});
    this.#reading = (async () => {
      for await (const event of study.events({ keepUp: true })) this.events.push(event);
    })();
  }

  /** Lets trials be made until an event is there that fits. */
  async until(fits: (event: StudyEvent) => boolean, after = 0): Promise<StudyEvent> {
    for (;;) {
      const found = this.events.slice(after).find(fits);
      if (found) return found;
      this.backend.calls[0]?.answer();
      await new Promise(resolve => setImmediate(resolve));
    }
  }

  /** So many trials more of these runs. */
  async trials(run: number, count: number): Promise<void> {
    const after = this.events.length;
    let seen = 0;
    await this.until(event => event.type === 'trials' && event.run === run && ++seen >= count, after);
  }

  /** Where a run evaluated, from an event on. */
  points(run: number, after = 0): number[] {
    return this.events
      .slice(after)
      .flatMap(event => (event.type === 'trials' && event.run === run ? Array.from(event.trials.points) : []));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.study.intervene({ type: 'stop' }).catch(() => {});
    this.backend.letGo();
    await this.ended.catch(() => {});
    await this.#reading;
  }
}

const started = (run: number) => (event: StudyEvent) => event.type === 'run-started' && event.run === run;
const hasHeard = (x: number) => x >= 0.5;

for (const place of places) {
  test(`a run is stopped, another takes its place, and the study as a whole (${place})`, async () => {
    await using watched = new Watched(place);
    await watched.until(started(2));
    await watched.study.intervene({ type: 'stop-run', run: 1 });
    const end = (await watched.until(event => event.type === 'run-ended')) as EventOf<'run-ended'>;
    expect(end).toMatchObject({ run: 1, status: 'killed', reason: { by: 'user' } });
    await watched.until(started(3));
    await watched.study.intervene({ type: 'stop' });
    watched.backend.letGo();
    const { reason } = await watched.ended;
    expect(reason).toEqual({ by: 'user', message: 'stopped from outside' });
  });

  test(`a run that is paused gets nothing to do until it is continued (${place})`, async () => {
    await using watched = new Watched(place);
    await watched.until(started(2));
    await watched.study.intervene({ type: 'pause-run', run: 1 });
    // What was under way is finished.
    await watched.trials(2, 4);
    const after = watched.events.length;
    await watched.trials(2, 10);
    expect(watched.points(1, after)).toEqual([]);
    await watched.study.intervene({ type: 'continue-run', run: 1 });
    await watched.trials(1, 2);
  });

  test(`a run that is paused is not hunted (${place})`, async () => {
    const all: Hunter = { name: 'all', options: {}, test: () => ({ by: 'all', message: 'whoever it is' }) };
    await using watched = new Watched(place, { liveRuns: 3, hunters: all, huntEvery: 60, slots: 1 });
    await watched.until(started(3));
    await watched.study.intervene({ type: 'pause-run', run: 2 });
    await watched.until(event => event.type === 'run-ended' && event.status === 'killed', watched.events.length);
    await watched.until(event => event.type === 'run-ended' && event.status === 'killed', watched.events.length);
    const killed = watched.events.filter(event => event.type === 'run-ended').map(event => event.run);
    expect(killed).not.toContain(2);
  });

  test(`a study of which all runs are paused waits (${place})`, async () => {
    await using watched = new Watched(place, { liveRuns: 1, slots: 1 });
    await watched.trials(1, 2);
    await watched.study.intervene({ type: 'pause-run', run: 1 });
    await watched.until(event => event.type === 'slot-time', watched.events.length);
    await watched.study.intervene({ type: 'continue-run', run: 1 });
    await watched.trials(1, 2);
  });

  test(`an optimizer hears of a point, and goes on from it also elsewhere (${place})`, async () => {
    await using watched = new Watched(place);
    await watched.trials(1, 2);
    await watched.study.intervene({ type: 'inject', point: Float64Array.of(0.7), value: 0.4, run: 1 });
    const heard = (await watched.until(event => event.type === 'injected')) as EventOf<'injected'>;
    expect(heard).toMatchObject({ run: 1, value: 0.4, heard: true });
    const after = watched.events.length;
    await watched.trials(1, 4);
    // Those that it had asked for before come first.
    expect(watched.points(1, after).slice(2).every(hasHeard)).toBe(true);
    expect(watched.points(2).some(hasHeard)).toBe(false);
    await using later = new Watched(place, { history: historyOf(watched.events.slice(0, after + 1)) });
    await later.trials(1, 4);
    expect(later.points(1).slice(2).every(hasHeard)).toBe(true);
  });

  test(`all optimizers hear of a point that have a use for it (${place})`, async () => {
    const optimizers = [steps({ deaf: false }), steps({ deaf: true })];
    await using watched = new Watched(place, { optimizers });
    await watched.trials(2, 2);
    await watched.study.intervene({ type: 'inject', point: Float64Array.of(0.7), value: 0.4 });
    const told = new Map<number, boolean>();
    await watched.until(event => {
      if (event.type === 'injected') told.set(event.run, event.heard);
      return told.size === 2;
    });
    expect([...told].sort()).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  test(`a run more starts where somebody wants it (${place})`, async () => {
    await using watched = new Watched(place);
    await watched.until(started(2));
    await watched.study.intervene({ type: 'start-run', point: Float64Array.of(0.123) });
    const run = (await watched.until(started(3))) as EventOf<'run-started'>;
    expect(Array.from(run.point)).toEqual([0.123]);
    await watched.trials(3, 1);
    expect(watched.study.view()?.live).toHaveLength(3);
  });

  test(`a study stops at another limit than it was made with (${place})`, async () => {
    // Inline, so few would be over before anybody has said anything.
    const [before, now] = place === 'inline' ? [1e9, 100_000] : [50, 80];
    await using watched = new Watched(place, { stop: maxEvaluations(before) });
    await watched.trials(1, 1);
    await watched.study.intervene({ type: 'stop-when', condition: `any(maxEvaluations(${now}), targetValue(-1))` });
    await watched.until(event => event.type === 'study-ended');
    const { evaluations } = await watched.ended;
    expect(evaluations).toBe(now);
  });
}

test('with one slot, a run may be paused or stopped in the middle of its share', async () => {
  const slow: Task = {
    ...task,
    evaluate(x) {
      for (const until = performance.now() + 0.5; performance.now() < until; );
      return task.evaluate(x, undefined as never);
    },
  };
  await using watched = new Watched('inline', { task: slow, slots: 1, liveRuns: 3 });
  await watched.until(started(3));
  for (let i = 0; i < 5; i++) {
    await watched.study.intervene({ type: 'pause-run', run: 1 });
    await watched.trials(2, 2);
    await watched.study.intervene({ type: 'continue-run', run: 1 });
    await watched.trials(1, 2);
  }
  await watched.study.intervene({ type: 'stop-run', run: 1 });
  await watched.until(event => event.type === 'run-ended');
  await watched.trials(2, 2);
});

test('a limit that is passed already ends the study at once', async () => {
  await using watched = new Watched('inline');
  await watched.trials(1, 3);
  await watched.study.intervene({ type: 'stop-when', condition: 'maxEvaluations(1)' });
  const { evaluations } = await watched.ended;
  expect(evaluations).toBeGreaterThan(1);
});

test('a paused run is still paused when its study goes on', async () => {
  await using watched = new Watched('inline');
  await watched.trials(2, 2);
  await watched.study.intervene({ type: 'pause-run', run: 1 });
  await watched.trials(2, 1);
  await using later = new Watched('inline', { history: historyOf(watched.events) });
  await later.trials(2, 5);
  expect(later.points(1)).toEqual([]);
  await later.study.intervene({ type: 'continue-run', run: 1 });
  await later.trials(1, 2);
});

test('a point that a paused run has not heard of is heard when its study has gone on', async () => {
  await using watched = new Watched('inline');
  await watched.trials(1, 2);
  await watched.study.intervene({ type: 'pause-run', run: 1 });
  await watched.study.intervene({ type: 'inject', point: Float64Array.of(0.7), value: 0.4, run: 1 });
  await watched.trials(2, 1);
  expect(watched.events.some(({ type }) => type === 'injected')).toBe(false);
  await using later = new Watched('inline', { history: historyOf(watched.events) });
  await later.trials(2, 1);
  await later.study.intervene({ type: 'continue-run', run: 1 });
  expect(await later.until(event => event.type === 'injected')).toMatchObject({ run: 1, heard: true });
});

test('a run that waits for its selector is still wanted when its study goes on', async () => {
  let open = false;
  const gate: Selector = {
    name: 'gate',
    choices: [steps({ deaf: false })],
    next: (view): Selection =>
      open || view.runs.started === 0
        ? { type: 'spawn', choice: gate.choices[0] as OptimizerChoice }
        : { type: 'wait', reason: { by: 'gate', message: 'it is closed' } },
  };
  await using watched = new Watched('inline', { optimizers: gate });
  await watched.trials(1, 2);
  for (const x of [0.123, 0.456]) await watched.study.intervene({ type: 'start-run', point: Float64Array.of(x) });
  await watched.trials(1, 2);
  expect(watched.events.some(started(2))).toBe(false);
  const history = historyOf(watched.events);
  open = true;
  await using later = new Watched('inline', { optimizers: gate, history, liveRuns: 1 });
  const runs = [await later.until(started(2)), await later.until(started(3))] as EventOf<'run-started'>[];
  expect(runs.map(({ point }) => Array.from(point))).toEqual([[0.123], [0.456]]);
  await later.trials(3, 2);
  expect(historyOf([...watched.events, ...later.events]).wanted).toEqual([]);
});

test('a run is refused where none is started any more', async () => {
  const once: Selector = {
    name: 'once',
    choices: [steps({ deaf: false })],
    next: (view): Selection =>
      view.runs.started === 0
        ? { type: 'spawn', choice: once.choices[0] as OptimizerChoice }
        : { type: 'never', reason: { by: 'once', message: 'it was once' } },
  };
  await using watched = new Watched('inline', { optimizers: once });
  await watched.trials(1, 2);
  const wanted = watched.study.intervene({ type: 'start-run', point: Float64Array.of(0.5) });
  await expect(wanted).rejects.toThrowError(/no run is started any more: it was once/);
});

test('each intervention is an event', async () => {
  await using watched = new Watched('inline');
  await watched.trials(1, 1);
  const interventions: Intervention[] = [
    { type: 'pause-run', run: 1 },
    { type: 'start-run', point: Float64Array.of(0.5) },
    { type: 'stop-when', condition: 'maxEvaluations(1000000)' },
  ];
  for (const each of interventions) await watched.study.intervene(each);
  const noted = watched.events.length;
  await watched.trials(2, 1);
  expect(noted).toBeGreaterThan(0);
  expect(watched.events.flatMap(event => (event.type === 'intervened' ? [event.intervention] : []))).toEqual(
    interventions,
  );
});

test.each([
  [{ type: 'stop-run', run: 99 }, /there is no run 99: the last one is \d/],
  [{ type: 'stop-run', run: 'one' }, /run: expected the number of a run, got "one"/],
  [{ type: 'stop-run' }, /run: expected the number of a run/],
  [{ type: 'stop-runs', run: 1 }, /unknown type "stop-runs"; did you mean "stop-run"/],
  [{ type: 'pause-run', run: 1, why: 'so' }, /unknown member "why"/],
  [{ type: 'start-run', point: [7] }, /outside its bounds/],
  [{ type: 'start-run', point: [0, 0] }, /expected a point of 1 coordinates/],
  [{ type: 'inject', point: [0.5], value: Number.NaN }, /value: expected a finite number/],
  [{ type: 'stop-when', condition: 'maxEvaluation(3)' }, /maxEvaluation/],
  [null, /expected an object with a type/],
  [{ type: '__proto__' }, /unknown type/],
])('what cannot be done is refused, and the study goes on: %j', async (given, message) => {
  await using watched = new Watched('inline');
  await watched.trials(1, 1);
  await expect(watched.study.intervene(given as Intervention)).rejects.toThrowError(message);
  await watched.trials(1, 1);
});

test('a study that does not run cannot be intervened in', async () => {
  const study = createStudy({ task, optimizers: steps({ deaf: false }), stop: maxEvaluations(3) });
  await expect(study.intervene({ type: 'stop' })).rejects.toMatchObject({ code: 'GLOMPO_CLOSED' });
  await study.run();
  await expect(study.intervene({ type: 'stop' })).rejects.toMatchObject({ code: 'GLOMPO_CLOSED' });
});
