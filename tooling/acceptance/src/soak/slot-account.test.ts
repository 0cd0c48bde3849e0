import type { SlotReport, StudyEvent } from '@glompo/core';
import { expect, test } from 'vitest';
import { errorInSlotAccount } from './slot-account.js';

const report = (evaluating: number): SlotReport => ({
  total: evaluating,
  spent: {
    evaluating,
    optimizing: 0,
    starting: 0,
    waitingForPoints: 0,
    waitingForManager: 0,
    waitingForLog: 0,
    beingReplaced: 0,
    finished: 0,
  },
  utilisation: 1,
  advice: undefined,
});
const event = (seconds: number, body: object) => ({ number: 1, seconds, evaluations: 0, ...body }) as StudyEvent;
const started = event(0, { type: 'study-started', slots: 2 });
const account = (total: number, events: readonly StudyEvent[]) =>
  errorInSlotAccount({
    events: [started, ...events],
    result: { seconds: 10, slotTime: report(total) },
    wallSeconds: 11,
  });

test('two slots have 20 s in 10, and what they had before the first event', () => {
  expect(account(20, [])).toBeUndefined();
  expect(account(21.9, [])).toBeUndefined();
  expect(account(10, [])).toMatch(/is 20.00 s, and 10.00 s are accounted for/);
  expect(account(24, [])).toMatch(/24.00 s are accounted for/);
});

test('what the reports say meanwhile fits, too', () => {
  const at = (total: number) => [event(4, { type: 'slot-time', report: report(total) })];
  expect(account(21, at(9))).toBeUndefined();
  expect(account(21, at(8))).toMatch(/from 4.00 s .* is 12.00 s, and 13.00 s/);
});

test('slots that are taken away may be in use for a while', () => {
  const resized = (slots: number) => [event(5, { type: 'resized', slots })];
  expect(account(25, resized(3))).toBeUndefined();
  expect(account(20, resized(3))).toMatch(/is 25.00 s/);
  expect(account(19, resized(1))).toBeUndefined();
  expect(account(14, resized(1))).toMatch(/is 15.00 s/);
});
