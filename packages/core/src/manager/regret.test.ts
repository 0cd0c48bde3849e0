import { describe, expect, test } from 'vitest';
import { maxEvaluations, maxSeconds } from '../checkers/index.js';
import { all, any } from '../conditions/index.js';
import type { Hunter } from '../contracts/decision.js';
import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Task } from '../contracts/task.js';
import { bestUnmoving, minTrials, valueAnnealing } from '../hunters/index.js';
import { createRandom } from '../random/streams.js';
import { optimizerFactory } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import type { EventOf, StudyEvent } from './events.js';
import { historyOf } from './history-of.test.fixture.js';
import { fewestSpared } from './regret.js';
import { createStudy } from './study.js';
import type { StudyOptions } from './study-options.js';

/** Walks around its start in smaller and smaller steps, until it has made 600 trials. */
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
        return made >= 600 ? { by: 'stroll', message: 'it has seen enough' } : undefined;
      },
      ask: limit =>
        Array.from({ length: limit }, () => {
          const random = createRandom(asked);
          const size = 0.6 / (1 + asked++ / 100);
          return { x: start.point.map(x => Math.min(1, Math.max(0, x + size * (random.uniform() - 0.5)))) };
        }),
      tell(_, evaluations) {
        made += evaluations.length;
      },
      snapshot: () => made,
    };
  },
} satisfies OptimizerPlugin<null, number>);

const chance = () => any(all(minTrials(60), valueAnnealing(0.3)), all(minTrials(200), bestUnmoving({ calls: 100 })));

const valleys = (dimensions: number): Task => ({
  parameters: parametersFromBounds(box(dimensions, 0, 1)),
  evaluate: x => 2 + x.reduce((sum, v) => sum + Math.sin(20 * v) + v, 0),
});

async function conduct(options: Partial<StudyOptions> = {}) {
  const study = createStudy({
    task: valleys(2),
    optimizers: stroll(),
    hunters: chance(),
    // Four shares of 8 trials: after a hunt every run begins a share, as after a resumption.
    huntEvery: 32,
    liveRuns: 4,
    slots: 1,
    seed: 5,
    recorded: true,
    stop: maxEvaluations(12_000),
    ...options,
  });
  const events: StudyEvent[] = [];
  const reading = (async () => {
    for await (const event of study.events({ keepUp: true })) events.push(structuredClone(event));
  })();
  const result = await study.run();
  await reading;
  const of = <Type extends StudyEvent['type']>(type: Type) => events.filter(e => e.type === type) as EventOf<Type>[];
  return { result, events, of };
}

const decisions = (events: readonly StudyEvent[]) =>
  events.flatMap((event): unknown[][] => {
    if (event.type === 'study-ended') return [[event.evaluations, event.result.regret]];
    if (event.type === 'run-spared') return [[event.evaluations, event.run, 'spared', event.reason, event.incumbent]];
    if (event.type !== 'run-ended' || event.status === 'stopped') return [];
    return [[event.evaluations, event.run, event.status, event.reason]];
  });

describe('a share of the condemned', () => {
  /** Whoever has made 40 trials and is not the best one is condemned. */
  const strict = conduct({ spare: 0.3, hunters: minTrials(40), task: valleys(6) });

  test('lives on, unhunted, until the run ends by itself or with the study', async () => {
    const { of, result } = await strict;
    const spared = of('run-spared');
    const ended = new Map(of('run-ended').map(event => [event.run, event]));
    const { killed } = result.runs;
    expect(spared.length).toBeGreaterThan(fewestSpared);
    // Four standard deviations of a share of 0.3.
    const condemned = killed + spared.length;
    expect(Math.abs(spared.length / condemned - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / condemned));
    expect(new Set(spared.map(({ run }) => run)).size).toBe(spared.length);
    for (const { run, reason, trials } of spared) {
      expect(reason.by).toBe('minTrials');
      const { status, trials: all } = ended.get(run) as EventOf<'run-ended'>;
      if (status !== 'stopped') expect([status, all]).toEqual(['converged', 600]);
      expect(trials).toBeLessThanOrEqual(all);
    }
  });

  test('tells what killing the others saved and cost, as its events have it', async () => {
    const { of, result } = await strict;
    const ended = new Map(of('run-ended').map(event => [event.run, event]));
    const after = of('run-spared').map(({ run, trials, incumbent }) => {
      const { trials: all, best } = ended.get(run) as EventOf<'run-ended'>;
      return { since: all - trials, better: (best?.value as number) < incumbent };
    });
    const { killed } = result.runs;
    const total = after.reduce((sum, { since }) => sum + since, 0);
    const better = after.filter(each => each.better).length;
    expect(better).toBeGreaterThan(0);
    const told = { killed, spared: after.length, better, trials: total };
    expect(result.regret).toMatchObject(told);
    const { saved, missed } = result.regret?.estimate ?? {};
    expect(saved?.value).toBeCloseTo((killed * total) / after.length, 6);
    expect(missed?.value).toBeCloseTo((killed * better) / after.length, 6);
    for (const estimate of [saved, missed]) {
      expect(estimate?.low).toBeLessThan(estimate?.value as number);
      expect(estimate?.high).toBeGreaterThan(estimate?.value as number);
    }
  });

  test('may be all of them, or too few to tell', async () => {
    const { of, result } = await conduct({ spare: 1, stop: maxEvaluations(3000) });
    expect(result.runs.killed).toBe(0);
    expect(result.regret).toMatchObject({ killed: 0, spared: of('run-spared').length });
    expect(of('run-spared').length).toBeGreaterThan(2);
    expect(of('run-spared').length).toBeLessThan(fewestSpared);
    expect(result.regret?.estimate).toBeUndefined();
  });

  test('is none, unless it is asked for, and then nothing is drawn', async () => {
    const without = await conduct({ stop: maxEvaluations(4000) });
    const none = await conduct({ stop: maxEvaluations(4000), spare: 0 });
    expect(without.result.runs.killed).toBeGreaterThan(5);
    expect(decisions(none.events)).toEqual(decisions(without.events));
    expect(without.of('run-spared')).toEqual([]);
    expect(without.result.regret).toBeUndefined();
    expect(without.of('decided').at(-1)?.memory.regret).toBeUndefined();
  });

  test('is the same where a study was killed right after a decision', async () => {
    const options = { spare: 0.3, stop: maxEvaluations(6000) };
    const { events: whole } = await conduct(options);
    const expected = decisions(whole);
    const ends = whole.flatMap((event, i) => (event.type === 'decided' && event.evaluations % 32 === 0 ? [i + 1] : []));
    const sparing = ends.filter(end => whole.slice(end - 6, end).some(({ type }) => type === 'run-spared'));
    expect(sparing.length).toBeGreaterThan(1);
    const cuts = [...sparing.slice(0, 2), ...ends.filter((_, i) => i % Math.ceil(ends.length / 4) === 1)];
    for (const cut of cuts) {
      const kept = whole.slice(0, cut);
      const { events: more } = await conduct({ ...options, history: historyOf(kept) });
      expect(decisions([...kept, ...more])).toEqual(expected);
    }
  });

  test('is a share', () => {
    for (const spare of [-0.1, 1.1, Number.NaN, '10 %'])
      expect(() => createStudy({ task: new URL('file:///x'), optimizers: stroll(), spare: spare as number })).toThrow(
        'spare: expected a share from 0 to 1',
      );
  });
});

test('hunters see how many evaluations the study may still make', async () => {
  const seen: number[][] = [];
  const looking: Hunter = {
    name: 'looking',
    options: {},
    test({ study }) {
      seen.push([study.evaluations, study.remaining]);
      return undefined;
    },
  };
  await conduct({ hunters: looking, stop: maxEvaluations(300) });
  expect(seen.length).toBeGreaterThan(20);
  for (const [evaluations, remaining] of seen) expect(remaining).toBe(300 - (evaluations as number));
  seen.length = 0;
  await conduct({ hunters: looking, stop: maxSeconds(0.02) });
  for (const [, remaining] of seen) expect(remaining).toBe(Infinity);
});
