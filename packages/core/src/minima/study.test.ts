import { expect, test } from 'vitest';
import { maxEvaluations } from '../checkers/index.js';
import { any } from '../conditions/any.js';
import { defineCondition } from '../conditions/define-condition.js';
import type { StudyView } from '../contracts/view.js';
import type { StudyEvent } from '../manager/events.js';
import { historyOf } from '../manager/history-of.test.fixture.js';
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

test('a study that is gone on with has the minima of the uninterrupted one, wherever it was cut', async () => {
  const stop = maxEvaluations(2000);
  const whole = await descents({ stop }, 2);
  expect(whole.result.minima.found.length).toBeGreaterThan(5);
  const ends = whole.events.flatMap((event, i) =>
    event.type === 'decided' && i < whole.events.length - 9 ? [i + 1] : [],
  );
  for (const cut of ends.filter((_, i) => i % Math.ceil(ends.length / 5) === 2)) {
    const kept: readonly StudyEvent[] = whole.events.slice(0, cut);
    const more = await descents({ stop, history: historyOf(kept) }, 2);
    expect(more.result.minima).toEqual(whole.result.minima);
  }
});
