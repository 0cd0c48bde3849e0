import { expect, test } from 'vitest';
import { killsAfterConvergence, maxEvaluations, nothingBetter } from '../checkers/index.js';
import { any, atLeast, lasting, quota } from '../conditions/index.js';
import type { Checker, Hunter } from '../contracts/decision.js';
import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import { bestUnmoving, minTrials, stepSize, timeAnnealing, valueAnnealing } from '../hunters/index.js';
import { createRandom } from '../random/streams.js';
import { optimizerFactory } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import type { DecisionMemory } from './decision-memory.js';
import type { StudyEvent } from './events.js';
import { historyOf } from './history-of.test.fixture.js';
import { createStudy } from './study.js';

/** Walks around its start in smaller and smaller steps, until it has made 400 trials. */
const stroll = optimizerFactory({
  name: 'stroll',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: () => null,
  create({ start }, _options, state): Optimizer<number> {
    let made = (state as number | undefined) ?? 0;
    let asked = made;
    return {
      get stop() {
        return made >= 400 ? { by: 'stroll', message: 'it has seen enough' } : undefined;
      },
      ask: limit =>
        Array.from({ length: limit }, () => {
          const random = createRandom(asked);
          const size = 0.3 / (1 + asked++ / 20);
          return { x: start.point.map(x => Math.min(1, Math.max(0, x + size * (random.uniform() - 0.5)))) };
        }),
      tell(_, evaluations) {
        made += evaluations.length;
      },
      snapshot: () => made,
    };
  },
} satisfies OptimizerPlugin<null, number>);

const hunters = () =>
  quota(
    2,
    300,
    any(
      lasting(60, atLeast(2, minTrials(40), stepSize({ relative: 0.05, calls: 10 }), bestUnmoving({ calls: 20 }))),
      atLeast(3, minTrials(50), valueAnnealing(0.3), timeAnnealing(2)),
    ),
  );

async function conduct(stop: Checker, history?: ReturnType<typeof historyOf>, killedBy: Hunter = hunters()) {
  const study = createStudy({
    task: {
      parameters: parametersFromBounds(box(2, 0, 1)),
      evaluate: x => 2 + x.reduce((sum, v) => sum + Math.sin(20 * v) + v, 0),
    },
    optimizers: stroll(),
    hunters: killedBy,
    // Four shares of 8 trials: after a hunt every run begins a share, as after a resumption.
    huntEvery: 32,
    liveRuns: 4,
    slots: 1,
    seed: 11,
    recorded: true,
    stop,
    ...(history && { history }),
  });
  const events: StudyEvent[] = [];
  const reading = (async () => {
    for await (const event of study.events({ keepUp: true })) events.push(structuredClone(event));
  })();
  await study.run();
  await reading;
  return events;
}

/** What was decided: which runs were killed when and why, and why the study stopped. */
const decisions = (events: readonly StudyEvent[]) =>
  events.flatMap(event => {
    if (event.type === 'study-ended') return [[event.evaluations, event.result.reason]];
    if (event.type !== 'run-ended' || event.status === 'stopped') return [];
    return [[event.evaluations, event.run, event.status, event.reason]];
  });

test.each([
  ['the budget', () => maxEvaluations(3000)],
  ['a standstill', () => any(nothingBetter(900), maxEvaluations(3000))],
  ['kills after convergence', () => any(killsAfterConvergence({ kills: 6, converged: 2 }), maxEvaluations(3000))],
])('a study that was killed right after a kill decides as if it had not been, until %s ends it', async (_, stop) => {
  const whole = await conduct(stop());
  const expected = decisions(whole);
  const kills = whole.filter(event => event.type === 'run-ended' && event.status === 'killed');
  expect(kills.length).toBeGreaterThan(5);
  const ends = whole.flatMap((event, i) =>
    event.type === 'decided' && event.evaluations % 32 === 0 && i < whole.length - 20 ? [i + 1] : [],
  );
  const cuts = ends.filter((_, i) => i % Math.ceil(ends.length / 5) === 1);
  expect(cuts.length).toBeGreaterThan(3);
  for (const cut of cuts) {
    const kept = whole.slice(0, cut);
    const more = await conduct(stop(), historyOf(kept));
    expect(decisions([...kept, ...more])).toEqual(expected);
  }
});

test('a study that was stopped writes down what was noted, also of runs that go on', async () => {
  const events = await conduct(maxEvaluations(170), undefined, lasting(1000, minTrials(10)));
  const last = events.findLast(event => event.type === 'decided')?.memory as DecisionMemory;
  expect(last.hunters).toHaveLength(3);
  expect(last.nextHunt).toBe(192);
});

test('a record that has no notes of the whole study is gone on with', async () => {
  const whole = await conduct(maxEvaluations(900));
  const old = whole.map(event => {
    if (event.type !== 'decided') return event;
    const { common: _, ...memory } = event.memory;
    return { ...event, memory };
  });
  const cut = old.findLastIndex((event, i) => event.type === 'decided' && i < old.length / 2) + 1;
  const more = await conduct(maxEvaluations(900), historyOf(old.slice(0, cut)));
  expect(more.at(-1)?.evaluations).toBe(900);
});
