import { describe, expect, it } from 'vitest';
import { context, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import {
  killsAfterConvergence,
  maxCoreSeconds,
  maxEvaluations,
  maxSeconds,
  maxSessionSeconds,
  nothingBetter,
  nothingBetterSeconds,
  runsConverged,
  runsKilled,
  runsStarted,
  targetValue,
} from './index.js';

describe('maxEvaluations', () => {
  it('says yes when the budget is spent, and how much of it remains before', () => {
    const checker = maxEvaluations(100);
    expect(checker.test(recordedStudy({ evaluations: 99 }), context())).toBeUndefined();
    expect(checker.test(recordedStudy({ evaluations: 100 }), context())).toEqual({
      by: 'maxEvaluations',
      message: '100 of at most 100 evaluations made',
      data: { evaluations: 100 },
    });
    expect(checker.remaining?.(recordedStudy({ evaluations: 30 }))).toBe(70);
    expect(checker.remaining?.(recordedStudy({ evaluations: 101 }))).toBe(0);
  });
});

describe('maxSeconds', () => {
  it('says yes when the time is over, and when that will be', () => {
    const checker = maxSeconds(2.5);
    expect(checker.test(recordedStudy({ seconds: 2.49 }), context())).toBeUndefined();
    expect(checker.test(recordedStudy({ seconds: 2.5012345678 }), context())).toEqual({
      by: 'maxSeconds',
      message: '2.50123 of at most 2.5 seconds taken',
      data: { seconds: 2.5012345678 },
    });
    expect(checker.secondsLeft?.(recordedStudy({ seconds: 1 }))).toBe(1.5);
    expect(checker.secondsLeft?.(recordedStudy({ seconds: 3 }))).toBe(0);
  });
});

describe('targetValue', () => {
  it('says yes when the best value is at the target or below', () => {
    const checker = targetValue(-1.5);
    expect(checker.test(recordedStudy(), context())).toBeUndefined();
    expect(checker.test(recordedStudy({ best: -1.49 }), context())).toBeUndefined();
    expect(checker.test(recordedStudy({ best: -1.5 }), context())).toEqual({
      by: 'targetValue',
      message: 'best value -1.5 reached the target -1.5',
      data: { best: -1.5 },
    });
    expect(checker.watchValue).toBe(-1.5);
  });

  it('accepts what is above by no more than the tolerance', () => {
    const checker = targetValue({ value: 1, tolerance: 0.25 });
    expect(checker.watchValue).toBe(1.25);
    expect(checker.test(recordedStudy({ best: 1.26 }), context())).toBeUndefined();
    expect(checker.test(recordedStudy({ best: 1.25 }), context())?.message).toBe(
      'best value 1.25 reached the target 1 + 0.25',
    );
  });
});

describe('runsStarted and runsConverged', () => {
  it('count what their names say', () => {
    const study = recordedStudy({ runs: { started: 4, converged: 1, killed: 2 } });
    expect(runsStarted(5).test(study, context())).toBeUndefined();
    expect(runsStarted(4).test(study, context())?.message).toBe('4 runs started (limit 4)');
    expect(runsConverged(2).test(study, context())).toBeUndefined();
    expect(runsConverged(1).test(study, context())?.message).toBe('1 run converged (limit 1)');
  });
});

describe('maxSessionSeconds', () => {
  it('counts since the study was last resumed', () => {
    const checker = maxSessionSeconds(10);
    const study = (sessionSeconds: number) => recordedStudy({ seconds: 1000, sessionSeconds });
    expect(checker.test(study(9.9), context())).toBeUndefined();
    expect(checker.test(study(10), context())).toEqual({
      by: 'maxSessionSeconds',
      message: '10 of at most 10 seconds taken in this session',
      data: { seconds: 10 },
    });
    expect([checker.secondsLeft?.(study(4)), checker.secondsLeft?.(study(11))]).toEqual([6, 0]);
  });
});

describe('maxCoreSeconds', () => {
  it('counts the time that all slots have spent evaluating, and knows when that can be over at the earliest', () => {
    const checker = maxCoreSeconds(100);
    const study = (coreSeconds: number, slots = 4) => recordedStudy({ seconds: 30, coreSeconds, slots });
    expect(checker.test(study(99), context())).toBeUndefined();
    expect(checker.test(study(101), context())).toEqual({
      by: 'maxCoreSeconds',
      message: '101 of at most 100 core-seconds spent',
      data: { coreSeconds: 101 },
    });
    expect(checker.secondsLeft?.(study(20))).toBe(20);
    expect(checker.secondsLeft?.(study(101))).toBe(0);
    expect(checker.secondsLeft?.(study(20, 0))).toBe(Infinity);
  });
});

describe('nothingBetter and nothingBetterSeconds', () => {
  it('count since the incumbent was found', () => {
    const study = (evaluations: number, seconds = 0) =>
      recordedStudy({ evaluations, seconds, improved: { evaluations: 120, seconds: 7 }, best: 1 });
    const checker = nothingBetter(50);
    expect(checker.test(study(169), context())).toBeUndefined();
    expect(checker.test(study(170), context())).toEqual({
      by: 'nothingBetter',
      message: 'nothing better found in 50 evaluations (limit 50)',
      data: { since: 50 },
    });
    expect([120, 150, 170, 180].map(n => checker.remaining?.(study(n)))).toEqual([50, 20, 0, 0]);
    const timed = nothingBetterSeconds(2.5);
    expect(timed.test(study(0, 9.4), context())).toBeUndefined();
    expect(timed.test(study(0, 9.5), context())?.message).toBe('nothing better found in 2.5 seconds (limit 2.5)');
    expect([7, 9, 12].map(now => timed.secondsLeft?.(study(0, now)))).toEqual([2.5, 0.5, 0]);
  });
});

describe('runsKilled and killsAfterConvergence', () => {
  const study = (killed: number, converged: number) => recordedStudy({ runs: { killed, converged } });

  it('counts kills', () => {
    expect(runsKilled(3).test(study(2, 9), context())).toBeUndefined();
    expect(runsKilled(3).test(study(3, 0), context())).toEqual({
      by: 'runsKilled',
      message: '3 runs killed (limit 3)',
      data: { killed: 3 },
    });
  });

  it('counts kills since so many runs had converged, which it notes', () => {
    const checker = killsAfterConvergence({ kills: 2, converged: 2 });
    const { random, memory, common } = context();
    const ask = (killed: number, converged: number) =>
      checker.test(study(killed, converged), { random, memory, common });
    expect([ask(5, 1), ask(6, 2), ask(7, 3)]).toEqual([undefined, undefined, undefined]);
    expect([...memory]).toEqual([['before', 6]]);
    expect(ask(8, 3)).toEqual({
      by: 'killsAfterConvergence',
      message: '2 runs killed since 2 runs had converged (limit 2)',
      data: { kills: 2 },
    });
    expect(killsAfterConvergence(0).test(study(4, 0), context())).toBeUndefined();
    expect(killsAfterConvergence(0).test(study(4, 1), context())?.message).toBe(
      '0 runs killed since 1 run had converged (limit 0)',
    );
  });
});
