import { expect, it } from 'vitest';
import { context, recordedHunt } from '../conditions/recorded-views.test.fixture.js';
import { valueAnnealing } from './value-annealing.js';

/** The fraction of 20,000 questions that are answered by yes. */
function killed(hunterBest: number, victimBest: number, medianKillChance = 0.5): number {
  const hunter = valueAnnealing({ medianKillChance });
  const view = recordedHunt(hunter, [victimBest], { hunterBest });
  const { random, memory, common } = context();
  let yes = 0;
  for (let i = 0; i < 20_000; i++) if (hunter.test(view, { random, memory, common })) yes++;
  return yes / 20_000;
}

// Three standard deviations of a frequency from 20,000 draws are at most 0.011.
const about = (chance: number) => expect.closeTo(chance, 1.7);

it('kills a victim of twice the value with the given probability', () => {
  expect(killed(10, 20, 0.5)).toEqual(about(0.5));
  expect(killed(10, 20, 0.2)).toEqual(about(0.2));
  expect(killed(-10, 0, 0.2)).toEqual(about(0.2));
});

it('lets survive exponentially fewer the worse they are', () => {
  expect(killed(10, 10)).toBe(0);
  expect(killed(10, 11)).toEqual(about(1 - 0.5 ** 0.1));
  expect(killed(10, 30)).toEqual(about(1 - 0.5 ** 2));
  expect(killed(-1, 1)).toEqual(about(1 - 0.5 ** 2));
  expect(killed(10, 20, 1)).toBe(1);
  expect(killed(10, 10, 1)).toBe(0);
});

it('spares what is as good as the hunter, also at 0, and kills what is infinitely worse', () => {
  expect(killed(0, 0)).toBe(0);
  expect(killed(0, 1e-300)).toBe(1);
  expect(killed(10, 5)).toBe(0);
  expect(killed(10, Infinity)).toBe(1);
});

it('spares a victim without trials, without drawing', () => {
  const hunter = valueAnnealing();
  const { random, memory, common } = context();
  const before = random.snapshot();
  expect(hunter.test(recordedHunt(hunter, []), { random, memory, common })).toBeUndefined();
  expect(random.snapshot()).toEqual(before);
});

it('draws one number per question, whatever the values, and tells its figures', () => {
  const hunter = valueAnnealing(0.9);
  for (const victim of [10, 20, 1e300]) {
    const asked = context(7);
    const reference = context(7);
    const reason = hunter.test(recordedHunt(hunter, [victim], { hunterBest: 10 }), asked);
    const draw = reference.random.uniform();
    expect(asked.random.snapshot()).toEqual(reference.random.snapshot());
    if (victim === 20) {
      expect(draw).toBeLessThan(0.9);
      expect(reason).toEqual({
        by: 'valueAnnealing',
        message: 'the best value is 100 % worse than that of the hunter (kill chance 90 %)',
        data: { hunter: 10, victim: 20, chance: expect.closeTo(0.9, 12), draw },
      });
    }
  }
});
