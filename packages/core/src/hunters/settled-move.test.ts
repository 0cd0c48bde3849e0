import { describe, expect, it } from 'vitest';
import { context, recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Plain } from '../contracts/plain.js';
import type { Move } from '../moves/move.js';
import { settledMove } from './settled-move.js';

/** A move from (0, 0) with the value 10 that began 2 away of a range of 10, and may rise by 1. */
const metropolis: Move = { from: Float64Array.of(0, 0), value: 10, allowance: 1, temperature: 1, reach: 0.2 };

interface Asked {
  readonly at?: readonly number[];
  readonly origin?: Plain;
  readonly incumbent?: number;
  readonly factor?: number;
  readonly precision?: number;
}

function ask(
  values: readonly number[],
  { at = [2, 0], origin = { rule: 'walk', metropolis }, incumbent = 0, ...options }: Asked = {},
): string | undefined {
  const hunter = settledMove({ calls: 4, ...options });
  const points = values.map(() => at);
  const victim = recordedRun(values, { id: 2, points, origin, lookback: hunter.lookback ?? 0 });
  return hunter.test({ study: recordedStudy(), hunter: recordedRun([incumbent]), victim }, context())?.message;
}

/** Towards `end` from `height` above, half of it in each trial. */
const towards = (end: number, height: number, trials: number) =>
  Array.from({ length: trials }, (_, k) => end + height / 2 ** k);

describe('settledMove', () => {
  it('kills what comes back to where the walk stands', () => {
    const values = towards(10, 100, 6);
    expect(ask(values, { at: [0.9, -0.9] })).toBe('it comes back to where its walk stands, at 10');
    expect(ask(values, { at: [0.9, -1.1] })).toBeUndefined();
    // A lower value is another minimum.
    expect(ask(towards(8, 1, 6), { at: [0.9, -0.9], precision: 0 })).toBeUndefined();
  });

  it('kills what will end above what is accepted, and no sooner than that is clear', () => {
    // The k-th value, 12 + 16 / 2^k, has fallen by 15 times 16 / 2^k in four trials.
    expect(ask(towards(12, 16, 9))).toMatch(/^it will not end below 11\.1\d*, and is accepted up to 11$/);
    expect(ask(towards(12, 16, 8))).toBeUndefined();
    expect(ask(towards(12, 16, 8), { factor: 0.5 })).toContain('it will not end below');
    for (let k = 1; k < 40; k++) expect(ask(towards(10.9, 1e5, k), { precision: 0 })).toBeUndefined();
  });

  it('kills what is accepted and hardly falls any more', () => {
    const values = towards(10.5, 1, 12);
    expect(ask(values)).toMatch(/^it is low enough to be accepted at 10\.50\d*, and will not fall by more than /);
    expect(ask(values.slice(0, 5))).toBeUndefined();
    expect(ask(values, { precision: 0 })).toBeUndefined();
  });

  it('spares what may beat the best value', () => {
    expect(ask(towards(10.5, 1, 12), { incumbent: 10.5 })).toBeUndefined();
    expect(ask(towards(10.5, 1, 12), { incumbent: 10.4 })).toBeDefined();
  });

  it('knows nothing of runs that are no moves', () => {
    for (const origin of [null, 'x', { rule: 'walk' }, { rule: 'walk', metropolis: 1 }])
      expect(ask(towards(12, 1, 20), { origin })).toBeUndefined();
    expect(ask(towards(12, 1, 4))).toBeUndefined();
  });
});
