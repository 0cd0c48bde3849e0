import { expect, test } from 'vitest';
import { maxEvaluations } from '../checkers/index.js';
import { any } from '../conditions/any.js';
import { defineCondition } from '../conditions/define-condition.js';
import type { StudyView } from '../contracts/view.js';
import { knownBasin, minTrials } from '../hunters/index.js';
import type { StudyEvent } from '../manager/events.js';
import { historyOf } from '../manager/history-of.test.fixture.js';
import { optimizerFactory } from '../registry/choice.js';
import { sequential } from '../sequential/sequential.js';
import { descend, descents } from './descents.test.fixture.js';

test('a study tells the distinct minima that its runs have reached', async () => {
  const { result } = await descents();
  const { found, runs, others, unseen } = result.minima;
  expect(found.map(({ value, point }) => [value.toFixed(6), point[0]?.toFixed(4)])).toEqual([
    ['0.000000', '0.2000'],
    ['1.000000', '0.5000'],
    ['2.000000', '0.8000'],
  ]);
  // Runs that were cut off at the end have reached none.
  expect(runs).toBe(result.runs.converged);
  expect(runs).toBeGreaterThan(20);
  expect([others, unseen?.nextIsNew]).toEqual([undefined, 0]);
  expect(unseen?.expected).toBeCloseTo((3 * (runs - 1)) / (runs - 5), 9);
});

test('a run whose optimizer was limited, or that was killed otherwise, has reached none', async () => {
  const limited = await descents({ optimizers: descend({ most: 20 }) });
  expect(limited.result.runs.converged).toBeGreaterThan(20);
  expect(limited.result.minima).toEqual({ found: [], runs: 0 });
});

test('a run counts for the minimum that it has converged to, not for a better place that it has left', async () => {
  const optimizers = optimizerFactory({
    name: 'leave',
    api: 1,
    module: import.meta.url,
    traits: { asynchronous: false, kinds: ['real'] },
    parse: () => null,
    create: sequential(function* leave() {
      for (let i = 0; i < 300; i++) yield [{ x: Float64Array.of(i === 40 ? 0.21 : 0.5 + 0.3 * 0.9 ** i) }];
      return { by: 'leave', message: 'it has come far enough' };
    }),
  })();
  const { result, events } = await descents({ optimizers, stop: maxEvaluations(1000) });
  expect(result.minima.found).toMatchObject([{ value: expect.closeTo(1, 9), reached: 3, run: 1 }]);
  expect(result.value).toBeCloseTo(0.004, 9);
  const { result: more } = await descents({
    optimizers,
    stop: maxEvaluations(1000),
    history: historyOf(events.slice(0, -4)),
  });
  expect(more.minima).toEqual(result.minima);
});

test('runs that are killed on their way have reached the minimum, and cost less', async () => {
  const all = { liveRuns: 3, huntEvery: 8, stop: maxEvaluations(2500) };
  const { result } = await descents({ ...all, hunters: any(knownBasin({ calls: 4 }), minTrials(1e6)) });
  const { minima, runs } = result;
  expect(runs.killed).toBeGreaterThan(10);
  expect(minima.runs).toBe(runs.killed + runs.converged);
  expect(minima.found.map(({ value }) => value.toFixed(6))).toEqual(['0.000000', '1.000000', '2.000000']);
  const { result: unhunted } = await descents(all);
  expect(runs.started).toBeGreaterThan(1.2 * unhunted.runs.started);
  // Others that kill leave no trace.
  const other = await descents({ ...all, hunters: minTrials(20) });
  expect(other.result.minima.runs).toBe(other.result.runs.converged);
});

test('conditions see the minima, and one that has been reached is not changed by later ones', async () => {
  const seen: StudyView['minima'][] = [];
  const look = defineCondition({
    name: 'look',
    description: 'never',
    options: {},
    test: ({ minima }: StudyView) => {
      if (minima !== seen.at(-1)) seen.push(minima);
      return undefined;
    },
  });
  const { result } = await descents({ stop: any(look(), maxEvaluations(3000)) });
  expect(seen.map(minima => minima.reduce((sum, { reached }) => sum + reached, 0))).toEqual(
    Array.from({ length: result.minima.runs + 1 }, (_, i) => i),
  );
});

test.each([
  ['without hunters', 'none' as const],
  ['with runs that are killed on their way', knownBasin({ calls: 4 })],
])(
  'a study that is gone on with has the minima of the uninterrupted one, wherever it was cut: %s',
  async (_, hunters) => {
    const how = { stop: maxEvaluations(hunters === 'none' ? 2000 : 5000), hunters, huntEvery: 16 };
    const whole = await descents(how, 2);
    expect(whole.result.runs.killed > 5).toBe(hunters !== 'none');
    expect(whole.result.minima.found.length).toBeGreaterThan(5);
    const ends = whole.events.flatMap((event, i) =>
      event.type === 'decided' && i < whole.events.length - 9 ? [i + 1] : [],
    );
    for (const cut of ends.filter((_, i) => i % Math.ceil(ends.length / 5) === 2)) {
      const kept: readonly StudyEvent[] = whole.events.slice(0, cut);
      const more = await descents({ ...how, history: historyOf(kept) }, 2);
      expect(more.result.minima).toEqual(whole.result.minima);
    }
  },
);
