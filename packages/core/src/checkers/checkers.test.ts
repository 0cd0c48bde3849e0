import { describe, expect, it } from 'vitest';
import { context, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import { maxEvaluations, maxSeconds, runsConverged, runsStarted, targetValue } from './index.js';

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
