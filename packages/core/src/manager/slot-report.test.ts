import { expect, test } from 'vitest';
import { reportSlotTime } from './slot-report.js';
import { noSlotTime, type SlotTime } from './slot-time.js';

const pooled = { resident: false, parallel: true };
const spent = (times: Partial<SlotTime>): SlotTime => ({ ...noSlotTime(), ...times });

test('a report adds up, and its utilisation is the share of evaluating', () => {
  const { total, utilisation } = reportSlotTime(spent({ evaluating: 6, optimizing: 1, waitingForPoints: 3 }), pooled);
  expect([total, utilisation]).toEqual([10, 0.6]);
});

test('where next to nothing was lost, or nothing happened, there is no advice', () => {
  expect(reportSlotTime(spent({ evaluating: 96, waitingForPoints: 4 }), pooled).advice).toBeUndefined();
  expect(reportSlotTime(spent({}), pooled)).toEqual({ total: 0, spent: spent({}), utilisation: 0, advice: undefined });
});

test.each<[keyof SlotTime, { resident: boolean; parallel: boolean }, RegExp]>([
  ['waitingForPoints', pooled, /^61 % of slot time was spent at generation barriers .* allow more live runs/],
  ['waitingForPoints', { resident: true, parallel: true }, /allow at least as many live runs as slots/],
  ['waitingForManager', pooled, /was spent on messages: let trials run with their optimizers/],
  ['waitingForManager', { resident: true, parallel: true }, /was spent between turns/],
  [
    'waitingForManager',
    { resident: true, parallel: false },
    /the manager's thread, in which everything ran: threads or processes/,
  ],
  ['optimizing', { resident: true, parallel: true }, /the optimizers' own arithmetic/],
  ['optimizing', pooled, /waiting for optimizers to compute their next points/],
  ['starting', pooled, /starting workers, or measuring where to run: .* fewer slots, threads instead of processes/],
  ['beingReplaced', pooled, /replacing workers: the warnings say why/],
  ['waitingForLog', pooled, /waiting for a reader of the events/],
  ['finished', pooled, /when nothing was to be done any more/],
])('the largest loss is named with what would help: %s, %j', (use, circumstances, expected) => {
  const others = use === 'starting' ? { finished: 10 } : { starting: 10 };
  expect(reportSlotTime(spent({ evaluating: 29, [use]: 61, ...others }), circumstances).advice).toMatch(expected);
});
