import type { Checker, Hunter, HuntView, StudyView } from '@glompo/core';
import * as checkers from '@glompo/core/checkers';
import { all, any, atLeast, lasting, not, quota } from '@glompo/core/conditions';
import * as hunters from '@glompo/core/hunters';
import { describe, expect, test } from 'vitest';
import { describeConformance } from '../vitest.js';
import { checkerConformance, hunterConformance } from './suite.js';

const { bestUnmoving, evaluationsUnmoving, lastPointsInvalid, minTrials, optimizerType } = hunters;
const { knownBasin, parameterDistance, predictiveTermination, stepSize, timeAnnealing, valueAnnealing } = hunters;
const { killsAfterConvergence, maxCoreSeconds, maxEvaluations, maxSeconds, maxSessionSeconds } = checkers;
const { nothingBetter, nothingBetterSeconds, runsConverged, runsKilled, runsStarted, targetValue } = checkers;

for (const hunter of [
  minTrials(50),
  evaluationsUnmoving(),
  bestUnmoving(),
  valueAnnealing(),
  parameterDistance(),
  parameterDistance({ relative: 0.1, against: 'all' }),
  lastPointsInvalid(),
  stepSize(),
  timeAnnealing(),
  optimizerType('walk'),
  predictiveTermination({ calls: 90 }),
  knownBasin(),
  knownBasin({ radius: 1, calls: 5 }),
  atLeast(2, minTrials(50), stepSize(), bestUnmoving()),
  lasting(200, minTrials(50)),
  quota(2, 500, minTrials(50)),
  all(minTrials(50), any(valueAnnealing(), not(bestUnmoving()))),
]) {
  describeConformance(`hunter ${hunter.name}`, hunterConformance({ hunter }));
}
for (const checker of [
  maxEvaluations(500),
  maxSeconds(10),
  targetValue(5.01),
  runsStarted(20),
  runsConverged(10),
  runsKilled(10),
  killsAfterConvergence(5),
  maxSessionSeconds(10),
  maxCoreSeconds(50),
  nothingBetter(300),
  nothingBetterSeconds(5),
  atLeast(2, maxEvaluations(500), nothingBetter(300), maxSeconds(10)),
  lasting(200, maxEvaluations(500)),
  any(all(maxEvaluations(500), maxSeconds(10)), not(targetValue(0))),
]) {
  describeConformance(`checker ${checker.name}`, checkerConformance({ checker }));
}

const reason = { by: 'test', message: 'because' };
const hunter = (change: Partial<Hunter>): Hunter => ({ name: 'test', options: {}, test: () => reason, ...change });
const checker = (change: Partial<Checker>): Checker => ({ name: 'test', options: {}, test: () => reason, ...change });
let asked = 0;

/** For every case, hunters that break what it asks. */
const brokenHunters: Readonly<Record<string, readonly Hunter[]>> = {
  'is a condition: name, options that are plain data and print, lookback': [
    hunter({ name: '' }),
    hunter({ options: { after: new Date(0) as never } }),
    hunter({ lookback: -1 }),
    hunter({ stepLookback: 0.5 }),
    hunter({ conditions: [hunter({ stepLookback: 5 })] }),
    hunter({ conditions: [hunter({ lookback: 5 })] }),
  ],
  'answers every question of a study’s life, from before its first trial, and gives reasons': [
    hunter({ test: () => ({ by: 'test', message: '' }) }),
    hunter({ test: () => ({ message: 'because' }) as never }),
    hunter({ test: () => ({ ...reason, data: new Map() as never }) }),
    hunter({ test: ({ victim }: HuntView) => (victim.best!.value > 0 ? reason : undefined) }),
    hunter({ stepLookback: 5, test: ({ victim }) => (victim.stepAgo(5) > 0 ? reason : undefined) }),
    hunter({ lookback: 5, test: ({ victim }) => (victim.valueAgo(5) > 0 ? reason : undefined) }),
    hunter({ test: ({ victim }) => (victim.trials > 5 && victim.bestAgo(5) > 0 ? reason : undefined) }),
  ],
  'gives the same answers to the same questions': [
    hunter({ test: () => (asked++ % 7 === 0 ? reason : undefined) }),
    hunter({ test: () => ({ ...reason, data: Math.random() }) }),
  ],
  'takes neither chance nor time but what it is given': [
    hunter({ test: () => (Date.now() > 0 ? reason : undefined) }),
    hunter({ test: () => (Math.random() > 2 ? reason : undefined) }),
  ],
  'changes nothing in what it is shown': [
    hunter({
      test({ victim }) {
        victim.best?.point.fill(0);
        return undefined;
      },
    }),
    hunter({ test: ({ study }) => void (study.live as unknown[]).pop() }),
  ],
  'keeps plain notes': [
    hunter({ test: (_, { memory }) => void memory.set('since', new Map() as never) }),
    hunter({ test: (_, { common }) => void common.set('since', new Map() as never) }),
  ],
};

const brokenCheckers: readonly Checker[] = [
  checker({ remaining: () => -1 }),
  checker({ remaining: () => Number.NaN }),
  checker({ secondsLeft: () => -0.5 }),
  checker({ watchValue: Number.NaN }),
  checker({ remaining: () => 0, test: () => undefined }),
];

describe('the suites', () => {
  test('have a broken hunter for every case', () => {
    const names = hunterConformance({ hunter: hunter({}) }).map(each => each.name);
    expect(Object.keys(brokenHunters).sort()).toEqual([...names].sort());
  });

  for (const [name, each] of Object.entries(brokenHunters)) {
    for (const [i, one] of each.entries()) {
      test(`catch a hunter that breaks (${i + 1}): ${name}`, async () => {
        const found = hunterConformance({ hunter: one }).find(law => law.name === name);
        await expect(found?.run()).rejects.toBeInstanceOf(Error);
      });
    }
  }

  test('catch a checker that tells wrongly what remains', async () => {
    for (const one of brokenCheckers) {
      await expect(checkerConformance({ checker: one }).at(-1)?.run()).rejects.toBeInstanceOf(Error);
    }
  });

  test('show a checker the whole study', async () => {
    const seen: StudyView[] = [];
    const looking = checker({ test: view => void seen.push(view) });
    await checkerConformance({ checker: looking })[1]?.run();
    expect(seen[0]?.evaluations).toBe(0);
    expect(seen.at(-1)?.evaluations).toBeGreaterThan(1000);
  });
});
