import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import { targetValue } from '../checkers/target-value.js';
import type { Hunter } from '../contracts/decision.js';
import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Proposal, Task } from '../contracts/task.js';
import { createRandom } from '../random/streams.js';
import { optimizerFactory } from '../registry/choice.js';
import { chain } from '../selectors/chain.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import type { StudyEvent } from './events.js';
import { GatedBackend } from './gated-backend.test.fixture.js';
import { createStudy } from './study.js';
import type { StudyOptions } from './study-options.js';

/** Proposes generations of so many points. */
const swarm = optimizerFactory<{ size: number }>({
  name: 'swarm',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: options => options as { size: number },
  create: ({ random }, options): Optimizer<null> => {
    const { size } = options as { size: number };
    let left = size;
    let outstanding = 0;
    return {
      ask(limit): Proposal[] {
        if (outstanding === 0) left = size;
        const count = Math.min(limit, left);
        left -= count;
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
} satisfies OptimizerPlugin);

const task: Task = { parameters: parametersFromBounds(box(1, 0, 1)), evaluate: ([x]) => x as number };
const endless = swarm({ size: Number.MAX_SAFE_INTEGER });

/** A study on a gated backend, in which the test decides when evaluations end. */
async function gated(options: Partial<StudyOptions>, placement: 'pooled' | 'with-optimizer') {
  const backend = new GatedBackend();
  const study = createStudy({
    task,
    optimizers: endless,
    backend: placement === 'pooled' ? { trials: backend } : backend,
    hunters: 'none',
    stop: targetValue(-1),
    seed: 5,
    ...options,
  });
  const events: StudyEvent[] = [];
  const reading = (async () => {
    for await (const event of study.events()) {
      events.push(event);
      backend.happened++;
    }
  })();
  const controller = new AbortController();
  const ended = study.run({ signal: controller.signal });
  const started = new Promise<void>(resolve => {
    const look = () => (study.view() === undefined ? setImmediate(look) : resolve());
    look();
  });
  await Promise.race([started, ended]);
  await backend.atRest();
  return {
    backend,
    study,
    events,
    async end() {
      controller.abort();
      backend.letGo();
      const result = await ended;
      await reading;
      return result;
    },
  };
}

const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: fc.constant('answer' as const), which: fc.nat(), part: fc.nat(100) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('crash' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('resize' as const), slots: fc.nat(6) }) },
);

for (const placement of ['pooled', 'with-optimizer'] as const) {
  test(`no slot idles while a run has a point, none is lost by kills and crashes, and none is used twice: ${placement}`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 6, max: 12 }),
        fc.nat(2 ** 31),
        fc.array(step, { minLength: 5, maxLength: 40 }),
        async (initial, liveRuns, killSeed, steps) => {
          const killSome: Hunter = {
            name: 'killSome',
            options: {},
            test: ({ victim }) =>
              (victim.id * 7919 + killSeed) % 5 === 0 && victim.trials > 20
                ? { by: 'killSome', message: 'by chance' }
                : undefined,
          };
          const { backend, study, events, end } = await gated(
            { slots: initial, liveRuns, hunters: killSome, huntEvery: 40 },
            placement,
          );
          let slots = initial;
          expect(backend.busy).toBe(slots);
          for (const action of steps) {
            const call =
              action.type === 'resize' ? undefined : backend.calls[action.which % Math.max(1, backend.calls.length)];
            if (action.type === 'resize') {
              slots = action.slots;
              await study.resize(slots);
            } else if (action.type === 'crash') call?.crash();
            else call?.answer(Math.max(1, Math.ceil((call.trials * action.part) / 100)));
            await backend.atRest();
            // Evaluations that were under way when slots were taken away go on, and nothing begins after them.
            for (let busy = backend.busy; busy > slots; busy = backend.busy) {
              backend.calls.find(({ worker }) => worker === backend.calls[0]?.worker)?.answer(1);
              await backend.atRest();
              expect(backend.busy).toBeLessThanOrEqual(busy);
            }
            // What waits in line on a worker, or moves from it to an idle one, waits for the turns that are under way there.
            for (let turns = 60; turns > 0 && backend.busy < slots; turns--) {
              for (const under of [...backend.calls]) under.answer(1);
              await backend.atRest();
            }
            expect(backend.busy).toBe(slots);
          }
          const result = await end();
          const ended = events.filter(event => event.type === 'run-ended').length;
          expect(result.runs.started).toBe(ended);
          let total = 0;
          for (const seconds of Object.values(result.slotTime.spent)) total += seconds;
          expect(result.slotTime.total).toBeCloseTo(total, 9);
        },
      ),
      { numRuns: 25 },
    );
  });

  test(`no run starves: ${placement}`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 4 }), fc.integer(), async (slots, seed) => {
        const { backend, study, end } = await gated({ slots, liveRuns: 5 }, placement);
        // Each call makes 16 trials, in whatever order the calls end.
        const random = createRandom(seed);
        for (let i = 0; i < 1_200; i++) {
          backend.calls[random.integer(backend.calls.length)]?.answer(16);
          await backend.atRest();
        }
        const trials = study.view()?.live.map(run => run.trials) ?? [];
        await end();
        // Shares are equal, but for what each has under way or was asked for at once, and for turns that came late and are forgotten.
        const mean = trials.reduce((sum, count) => sum + count, 0) / trials.length;
        for (const count of trials) expect(Math.abs(count - mean)).toBeLessThanOrEqual(0.3 * mean);
      }),
      { numRuns: 4 },
    );
  });
}

test('a run of much weight is served first although it waits for its generations, and the others get the rest', async () => {
  const heavy = { ...swarm({ size: 4 }), weight: 1000 };
  const study = createStudy({
    task: {
      ...task,
      evaluate: async ([x]) => {
        // Long enough for a message each.
        await new Promise(resolve => setTimeout(resolve, 35));
        return x as number;
      },
    },
    optimizers: chain(heavy, swarm({ size: 8 }), { at: [1], by: 'runs' }),
    ...{ slots: 4, liveRuns: 6, hunters: 'none', stop: maxEvaluations(240), seed: 1 },
  });
  const trials = new Map<number, number>();
  const ended = study.run();
  for await (const event of study.events())
    if (event.type === 'trials') trials.set(event.run, (trials.get(event.run) ?? 0) + event.trials.values.length);
  await ended;
  // While its last points are under way, four others are served: half is all that it can have. Of six equal ones each gets a sixth.
  expect(trials.get(1)).toBeGreaterThan(80);
  for (const run of [2, 3, 4, 5, 6]) expect(trials.get(run)).toBeGreaterThan(10);
});
