import type { SlotReport } from '@glompo/core';
import { expect, test } from 'vitest';
import { slotTimeRows } from './slot-time.js';

const spent = {
  evaluating: 97.123,
  optimizing: 0,
  starting: 1.5,
  waitingForPoints: 0,
  waitingForManager: 0.3,
  waitingForLog: 0,
  beingReplaced: 0,
  finished: 1.077,
};
const report: SlotReport = { total: 100, spent, utilisation: 0.97123, advice: undefined };

test('a row for each use of slot time that matters, aligned', () => {
  expect(slotTimeRows(report)).toEqual([
    'evaluating          97.1 % 97.12 slot-seconds',
    'starting workers     1.5 %  1.50',
    'nothing left to do   1.1 %  1.08',
  ]);
});

test('evaluating is always told, and the advice last', () => {
  const none = { ...spent, evaluating: 0, starting: 2400, waitingForManager: 0, finished: 0 };
  expect(slotTimeRows({ total: 2400, spent: none, utilisation: 0, advice: 'fewer slots' })).toEqual([
    'evaluating         0.0 %  0.00 slot-seconds',
    'starting workers 100.0 % 2,400',
    'fewer slots',
  ]);
});

test('a study that was over at once has nothing to tell', () => {
  expect(slotTimeRows({ ...report, total: 0.19 })).toEqual([]);
});
