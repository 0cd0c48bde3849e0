import { expect, test } from 'vitest';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import { optimizerFactory } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import type { StudyEvent } from './events.js';
import { GatedBackend } from './gated-backend.test.fixture.js';
import { createStudy } from './study.js';

const draw = optimizerFactory({
  name: 'draw',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: () => null,
  create: ({ random }): Optimizer<null> => ({
    ask: () => [{ x: Float64Array.of(random.uniform()) }],
    tell: () => {},
    stop: undefined,
    snapshot: () => null,
  }),
} satisfies OptimizerPlugin<null>);

/** A study whose trials come one by one as the test lets them, with the events that have come. */
async function studied(place: 'pooled' | 'with-optimizer') {
  const backend = new GatedBackend();
  const study = createStudy({
    task: { parameters: parametersFromBounds(box(1, 0, 1)), evaluate: ([x]) => x as number },
    optimizers: draw(),
    backend: place === 'pooled' ? { trials: backend } : backend,
    hunters: 'none',
    slots: 2,
    liveRuns: 4,
    recorded: true,
    stop: maxEvaluations(200),
  });
  const events: StudyEvent[] = [];
  const ended = study.run();
  const reading = (async () => {
    for await (const event of study.events({ keepUp: true })) events.push(event);
  })();
  while (backend.calls.length === 0) await new Promise(resolve => setImmediate(resolve));
  /** Answers all calls with a trial each until none is left. @returns batches of trials that came of it */
  const exhaust = async () => {
    const before = events.filter(({ type }) => type === 'trials').length;
    await backend.atRest();
    while (backend.calls.length > 0) {
      backend.calls[0]?.answer(1);
      await backend.atRest();
    }
    // The reader has what has come.
    await new Promise(resolve => setImmediate(resolve));
    return events.filter(({ type }) => type === 'trials').length - before;
  };
  return { backend, study, events, exhaust, ended, reading };
}

test.each(['pooled', 'with-optimizer'] as const)(
  'nothing is evaluated more than a call per slot ahead of what is safe (%s)',
  async place => {
    const { study, events, exhaust, ended, reading } = await studied(place);
    study.safe(events.at(-1)?.number ?? 0);
    for (let round = 0; round < 3; round++) {
      const batches = await exhaust();
      // What was on its way when it became too much was finished.
      expect(batches).toBeGreaterThanOrEqual(2);
      expect(batches).toBeLessThanOrEqual(8);
      expect(study.view()?.evaluations).toBeLessThan(200);
      study.safe((events.at(-1) as StudyEvent).number);
    }
    // Nobody keeps it any more: it goes on without.
    study.safe(Number.POSITIVE_INFINITY);
    await exhaust();
    expect((await ended).evaluations).toBe(200);
    await reading;
  },
);
