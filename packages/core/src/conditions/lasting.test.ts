import { expect, it } from 'vitest';
import { nothingBetterSeconds, targetValue } from '../checkers/index.js';
import type { Condition } from '../contracts/decision.js';
import type { HuntView, StudyView } from '../contracts/view.js';
import { all } from './all.js';
import { lasting } from './lasting.js';
import { context, recordedHunt, recordedStudy } from './recorded-views.test.fixture.js';

/** Says yes while the victim's last value is above 5. */
const high: Condition<HuntView> = {
  name: 'high',
  options: {},
  test: ({ victim }) => ((victim.last?.value ?? 0) > 5 ? { by: 'high', message: 'it is high' } : undefined),
};
const after = (trials: number, last: number) => recordedHunt(high, [...Array(trials - 1).fill(0), last]);

it('says yes once the condition has for so many trials of the victim', () => {
  const hunter = lasting(100, high);
  const notes = context();
  expect(hunter.test(after(10, 9), notes)).toBeUndefined();
  expect([...notes.memory]).toEqual([['since', 10]]);
  expect(hunter.test(after(109, 9), notes)).toBeUndefined();
  expect(hunter.test(after(110, 9), notes)).toEqual({
    by: 'lasting',
    message: 'it is high (so for 100 evaluations, at least 100)',
    data: { lasted: 100 },
    because: [{ by: 'high', message: 'it is high' }],
  });
  expect(hunter.test(after(150, 9), notes)?.data).toEqual({ lasted: 140 });
});

it('begins anew after a no', () => {
  const hunter = lasting(100, high);
  const notes = context();
  const answers = [10, 60, 100, 199, 200].map((trials, i) => hunter.test(after(trials, i === 1 ? 3 : 9), notes));
  expect(answers.map(reason => reason !== undefined)).toEqual([false, false, false, false, true]);
  expect(hunter.test(after(300, 3), notes)).toBeUndefined();
  expect(notes.memory.size).toBe(0);
});

it('counts the evaluations of the study for checkers', () => {
  const checker = lasting(1000, targetValue(1));
  const notes = context();
  const ask = (evaluations: number) => checker.test(recordedStudy({ evaluations, best: 0.5 }), notes) !== undefined;
  expect([ask(500), ask(1499), ask(1500)]).toEqual([false, false, true]);
});

it('keeps its notes apart from those of its part, and of others of its kind', () => {
  const notes = context();
  const hunter = all(lasting(5, lasting(10, high)), lasting(20, high));
  const view = (trials: number) => after(trials, 9);
  expect([10, 20, 25, 45].map(trials => hunter.test(view(trials), notes) !== undefined)).toEqual([
    false,
    false,
    false,
    true,
  ]);
  // The outer one began when the inner one had lasted; the last one was asked when that had lasted, too.
  expect([...notes.memory]).toEqual([
    ['0/0/since', 10],
    ['0/since', 20],
    ['1/since', 25],
  ]);
});

it('lets time and values matter where they do to its condition', () => {
  const checker: Condition<StudyView> = lasting(10, nothingBetterSeconds(5));
  expect(checker.secondsLeft?.(recordedStudy({ seconds: 2 }))).toBe(3);
  expect(lasting(10, targetValue(3)).watchValue).toBe(3);
  expect('watchValue' in checker).toBe(false);
});
