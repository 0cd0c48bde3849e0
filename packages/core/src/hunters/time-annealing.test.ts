import { expect, it } from 'vitest';
import { context, recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import { timeAnnealing } from './time-annealing.js';

const hunt = (hunterTrials: number, victimTrials: number) => ({
  study: recordedStudy(),
  hunter: recordedRun(Array(hunterTrials).fill(1), { id: 1 }),
  victim: recordedRun(Array(victimTrials).fill(2), { id: 2 }),
});

/** The fraction of 20,000 questions that are answered by yes. */
function killed(hunterTrials: number, victimTrials: number, criticalRatio = 1): number {
  const hunter = timeAnnealing({ criticalRatio });
  const view = hunt(hunterTrials, victimTrials);
  const chance = context();
  let yes = 0;
  for (let i = 0; i < 20_000; i++) if (hunter.test(view, chance)) yes++;
  return yes / 20_000;
}

// Three standard deviations of a frequency from 20,000 draws are at most 0.011.
const about = (chance: number) => expect.closeTo(chance, 1.7);

it('spares who is no older than the hunter, and kills the others the likelier the older they are', () => {
  expect(killed(10, 10)).toBe(0);
  expect(killed(20, 10)).toBe(0);
  expect(killed(10, 20)).toEqual(about(0.5));
  expect(killed(10, 40)).toEqual(about(0.75));
});

it('is milder below a critical ratio of 1, and stricter above', () => {
  expect(killed(10, 20, 0.5)).toBe(0);
  expect(killed(10, 40, 0.5)).toEqual(about(0.5));
  expect(killed(10, 10, 2)).toEqual(about(0.5));
  expect(killed(20, 10, 2)).toBe(0);
});

it('draws one number per question, none for a victim without trials, and tells its figures', () => {
  const asked = context(3);
  const reference = context(3);
  expect(timeAnnealing().test(hunt(10, 0), asked)).toBeUndefined();
  expect(asked.random.snapshot()).toEqual(reference.random.snapshot());
  expect(timeAnnealing().test(hunt(10, 10), asked)).toBeUndefined();
  reference.random.uniform();
  expect(asked.random.snapshot()).toEqual(reference.random.snapshot());
  const reason = timeAnnealing(1e6).test(hunt(15, 10), asked);
  const draw = reference.random.uniform();
  expect(reason).toEqual({
    by: 'timeAnnealing',
    message: 'the hunter has made 1.5 times as many trials (kill chance 100 %)',
    data: { hunter: 15, victim: 10, chance: 1 - 1.5e-6, draw },
  });
});
