import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maxEvaluations } from '../checkers/index.js';
import { minTrials, valueAnnealing } from '../hunters/index.js';
import { all } from './all.js';
import { quota } from './quota.js';
import { context, recordedRun, recordedStudy } from './recorded-views.test.fixture.js';

const hunt = (evaluations: number, id = 2) => ({
  study: recordedStudy({ evaluations }),
  hunter: recordedRun([1]),
  victim: recordedRun([5], { id }),
});

it('says yes only so many times in so many evaluations, whichever victims that is about', () => {
  const hunter = quota(2, 1000, minTrials(1));
  const { random, common } = context();
  /** Each victim has its own memory. */
  const ask = (evaluations: number) => hunter.test(hunt(evaluations), { random, memory: new Map(), common });
  expect(ask(100)).toEqual({
    by: 'quota',
    message: '1 trial (at least 1) (kill 1 of at most 2 in 1000 evaluations)',
    because: [{ by: 'minTrials', message: '1 trial (at least 1)', data: { trials: 1 } }],
  });
  expect(ask(100)?.message).toContain('kill 2 of at most 2');
  expect([ask(100), ask(1099)]).toEqual([undefined, undefined]);
  expect(ask(1100)).toBeDefined();
  expect([...common]).toEqual([['kills', [1100]]]);
});

it('keeps the quota in every window, and uses it up', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.nat(20), { maxLength: 60 }),
      (kills, evaluations, gaps) => {
        const hunter = quota(kills, evaluations, minTrials(1));
        const asked = context();
        const yes: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const before = yes.filter(at => at > now - evaluations).length;
          const reason = hunter.test(hunt(now), asked);
          expect(reason !== undefined).toBe(before < kills);
          if (reason) yes.push(now);
        }
        expect((asked.common.get('kills') as number[] | undefined)?.length ?? 0).toBeLessThanOrEqual(kills);
      },
    ),
  );
});

it('asks the hunter all the same, so that chance goes on as without it', () => {
  const view = hunt(10);
  const [limited, free] = [context(4), context(4)];
  for (let i = 0; i < 50; i++) {
    quota(1, 1e6, valueAnnealing()).test(view, limited);
    valueAnnealing().test(view, free);
  }
  expect(limited.random.snapshot()).toEqual(free.random.snapshot());
});

it('keeps the notes of several quotas apart, and takes no note of a no', () => {
  const { random, memory, common } = context();
  const hunter = all(quota(5, 100, minTrials(1)), quota(5, 100, minTrials(1)), quota(5, 100, minTrials(2)));
  expect(hunter.test(hunt(7), { random, memory, common })).toBeUndefined();
  expect([...common]).toEqual([
    ['0/kills', [7]],
    ['1/kills', [7]],
  ]);
  expect(memory.size).toBe(0);
});

it('is for hunters, and refuses numbers that are none', () => {
  expect(() => quota(0, 5, minTrials(5))).toThrow('quota: kills: expected a positive integer, got 0');
  expect(() => quota(1, 0.5, minTrials(5))).toThrow('quota: evaluations: expected a positive integer, got 0.5');
  // @ts-expect-error a checker is none
  quota(1, 5, maxEvaluations(5));
});
