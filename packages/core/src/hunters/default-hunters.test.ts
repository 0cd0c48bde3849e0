import { expect, it } from 'vitest';
import { formatCondition } from '../conditions/format-condition.js';
import { context, recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Minimum } from '../contracts/minimum.js';
import { defaultHunters } from './default-hunters.js';

const hunters = defaultHunters();

/** A victim that contracts around [0, 0]: what its values are, and which minima are known. */
function hunt(values: readonly number[], minima: readonly Minimum[], hunterBest = 1) {
  const steps = { lookback: hunters.lookback ?? 0, stepLookback: hunters.stepLookback ?? 0 };
  const points = values.map((_, i) => [i % 2 === 0 ? 1e-4 : -1e-4, 0]);
  const victim = recordedRun(values, { id: 2, points, ...steps });
  const study = recordedStudy({ minima, remaining: 1000 });
  return hunters.test({ study, hunter: recordedRun([hunterBest], { points: [[4, 4]] }), victim }, context());
}

const minimum = (reached: number): Minimum => ({ value: 1, point: Float64Array.of(0, 0), reached, run: 1 });
const flat = (n: number, value: number) => Array<number>(n).fill(value);

it('are the ones that the documentation states', () => {
  expect(formatCondition(hunters)).toBe(
    'any(knownBasin(radius=0.02, calls=50, reached=2), predictiveTermination(confidence=0.95, calls=3000))',
  );
  expect([hunters.lookback, hunters.stepLookback]).toEqual([3000, 50]);
});

it('kill a run that falls into a basin where others have ended, and one that cannot win any more, each with its reason', () => {
  expect(hunt(flat(100, 2), [minimum(2)])?.because?.map(({ by }) => by)).toEqual(['knownBasin']);
  expect(hunt(flat(3000, 1e6), [])?.because?.map(({ by }) => by)).toEqual(['predictiveTermination']);
});

it('spare the young, the best, and those that fall where only one has ended', () => {
  expect(hunt(flat(100, 1e6), [])).toBeUndefined();
  expect(hunt(flat(3000, 0.5), [minimum(2)])).toBeUndefined();
  expect(hunt(flat(100, 2), [minimum(1)])).toBeUndefined();
});
