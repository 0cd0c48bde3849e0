import type { SlotReport } from '@glompo/core';
import { expect, test } from 'vitest';
import { Pace } from './pace.js';

const report = (total: number, evaluating: number) => ({ total, spent: { evaluating } }) as SlotReport;

test('the rate is that of the last seconds, the utilisation that since the report before', () => {
  const pace = new Pace();
  expect(pace.at({ seconds: 1, evaluations: 10 })).toEqual({ rate: 10, utilisation: undefined });
  pace.take(report(4, 1));
  pace.take(report(8, 4));
  for (let seconds = 2; seconds <= 10; seconds++) pace.at({ seconds, evaluations: 10 + 100 * (seconds - 1) });
  expect(pace.at({ seconds: 11, evaluations: 1010 })).toEqual({ rate: 100, utilisation: 0.75 });
  pace.take(report(8, 4));
  expect(pace.at({ seconds: 12, evaluations: 1110 }).utilisation).toBe(0.75);
});
