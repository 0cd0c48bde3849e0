import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inline } from '../backends/inline.js';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Plain } from '../contracts/plain.js';
import type { Proposal, Task } from '../contracts/task.js';
import { optimizerFactory } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import type { StudyEvent } from './events.js';
import { GatedBackend } from './gated-backend.test.fixture.js';
import { createStudy } from './study.js';
import type { StudyOptions } from './study-options.js';

type DriftState = { readonly at: number; readonly told: readonly number[] };

/** Generations of `size` points; where each begins depends on all values before it. With `snapshots`, its state is large. */
const drift = optimizerFactory<{ size: number; heavy: boolean }>({
  name: 'drift',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: options => options as { size: number; heavy: boolean },
  create({ start }, options, state): Optimizer<Plain> {
    const { size, heavy } = options as { size: number; heavy: boolean };
    const from = state as DriftState | undefined;
    let at = from?.at ?? (start.point[0] as number);
    let told = [...(from?.told ?? [])];
    let asked = told.length;
    return {
      stop: undefined,
      ask(limit) {
        const count = Math.min(limit, size - asked);
        return Array.from({ length: count }, (): Proposal => ({ x: Float64Array.of((at + asked++ / 7) % 1) }));
      },
      tell(_, evaluations) {
        told.push(...evaluations.map(({ value }) => Math.min(value, 1)));
        if (told.length < size) return;
        at = (at + told.reduce((sum, value, i) => sum + value / (i + 3), 0)) % 1;
        told = [];
        asked = 0;
      },
      snapshot: () => ({ at, told: [...told], ...(heavy && { padding: new Float64Array(10_000) }) }),
    };
  },
} satisfies OptimizerPlugin);

const task: Task = {
  parameters: parametersFromBounds(box(1, 0, 1)),
  evaluate: ([x]) => Math.sin(9 * (x as number)) ** 2,
};

/** All trials of each run, in order; throws where one is there twice. */
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

async function conduct(options: Partial<StudyOptions>, drive: (stillRuns: () => boolean) => Promise<void>) {
  const study = createStudy({
    task,
    optimizers: drift({ size: 5, heavy: false }),
    hunters: 'none',
    liveRuns: 3,
    seed: 5,
    stop: maxEvaluations(400),
    ...options,
  });
  const events: StudyEvent[] = [];
  const reading = (async () => {
    for await (const event of study.events()) events.push(event);
  })();
  let runs = true;
  const ended = study.run().finally(() => {
    runs = false;
  });
  await drive(() => runs);
  const result = await ended;
  await reading;
  return { result, trials: trialsOf(events), events };
}

test.each([
  ['with-optimizer', false],
  ['with-optimizer', true],
  ['pooled', false],
] as const)(
  'runs whose workers die go on as if they had not, and no trial is recorded twice: trials %s, large snapshots: %s',
  async (placement, heavy) => {
    const optimizers = drift({ size: 5, heavy });
    const calm = await conduct({ optimizers, backend: inline(), stop: maxEvaluations(6_000) }, async () => {});
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ which: fc.nat(), part: fc.integer({ min: 1, max: 100 }), crash: fc.nat(3) })),
        async steps => {
          const backend = new GatedBackend();
          const { result, trials } = await conduct(
            {
              optimizers,
              retries: 1_000,
              slots: 3,
              backend: placement === 'pooled' ? { trials: backend } : backend,
            },
            async stillRuns => {
              await backend.atRest();
              for (const { which, part, crash } of steps) {
                if (!stillRuns()) break;
                const call = backend.calls[which % Math.max(1, backend.calls.length)];
                if (crash === 0) call?.crash();
                else call?.answer(Math.ceil((call.trials * part) / 100));
                await backend.atRest();
              }
              backend.letGo();
            },
          );
          expect(result.outcomes).toEqual({ ok: 400, failed: 0, timedOut: 0, lost: 0, cancelled: 0 });
          for (const [run, values] of trials) expect(values).toEqual(calm.trials.get(run)?.slice(0, values.length));
        },
      ),
      { numRuns: 30 },
    );
  },
);

test.each(['with-optimizer', 'pooled'] as const)(
  'a point that takes its worker along again and again fails, and its run goes on: trials %s',
  async placement => {
    const backend = new GatedBackend();
    let made = 0;
    let crashes = 0;
    // The first time it is not known which of several it was.
    const losses = 4;
    const { result, events } = await conduct(
      {
        slots: 1,
        liveRuns: 1,
        retries: 2,
        stop: maxEvaluations(12),
        backend: placement === 'pooled' ? { trials: backend } : backend,
      },
      async stillRuns => {
        for (await backend.atRest(); stillRuns(); await backend.atRest()) {
          const call = backend.calls.at(0);
          if (call === undefined) continue;
          // Three trials are made; the fourth takes its worker along as often as it is sent there.
          if (made === 3 && crashes < losses) {
            crashes++;
            call.crash();
          } else {
            made++;
            call.answer(1);
          }
        }
      },
    );
    expect(result.outcomes).toMatchObject({ ok: 11, failed: 1 });
    expect(events.filter(({ type }) => type === 'worker-replaced')).toHaveLength(crashes);
    const restored = events.flatMap(event => (event.type === 'run-restored' ? [event.why] : []));
    expect(restored).toEqual(placement === 'pooled' ? [] : Array.from({ length: crashes }, () => 'worker-lost'));
    const failed = events.flatMap(event => (event.type === 'trials' ? event.trials.failures : []));
    expect(failed.map(({ message }) => message)).toEqual(['its worker died 3 times: it crashed']);
  },
);

test.each(['with-optimizer', 'pooled'] as const)(
  'a study whose workers all die gives up, and says what of: trials %s',
  async placement => {
    const backend = new GatedBackend();
    const { result } = await conduct(
      { slots: 2, liveRuns: 2, retries: 1, backend: placement === 'pooled' ? { trials: backend } : backend },
      async stillRuns => {
        for (await backend.atRest(); stillRuns(); await backend.atRest()) backend.calls.at(0)?.crash();
      },
    );
    expect(result.value).toBeNull();
    expect(result.reason).toMatchObject({
      by: 'manager',
      message: '40 workers were lost and not one trial had a success; the last one: it crashed',
    });
  },
);

test.each(['with-optimizer', 'pooled'] as const)(
  'who calls a worker that has died, before that is told, takes no loss from the call that it died of: trials %s',
  async placement => {
    const backend = new GatedBackend();
    const { result, events } = await conduct(
      { slots: 2, liveRuns: 2, retries: 5, backend: placement === 'pooled' ? { trials: backend } : backend },
      async () => {
        for (let i = 0; i < 3; i++) {
          await backend.atRest();
          for (const call of [...backend.calls]) call.answer(1);
        }
        await backend.atRest();
        const [one, other] = [0, 1].map(index => backend.calls.find(({ worker }) => worker === index));
        backend.holdReplacing();
        const tell = one?.die();
        other?.crash();
        // The other run, or its points, have gone to the one worker that seems to be there.
        await backend.atRest();
        tell?.();
        await backend.atRest();
        backend.releaseReplacing();
        backend.letGo();
      },
    );
    expect(result.outcomes).toEqual({ ok: 400, failed: 0, timedOut: 0, lost: 0, cancelled: 0 });
    const causes = events.flatMap(event => (event.type === 'trial-lost' ? [event.cause] : []));
    expect(causes).toEqual(['it crashed', 'it crashed']);
    if (placement === 'with-optimizer') expect(result.retried).toBe(2);
  },
);
