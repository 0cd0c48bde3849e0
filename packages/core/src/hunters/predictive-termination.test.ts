import fc from 'fast-check';
import { expect, it } from 'vitest';
import { context, recordedHunt, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import { createRandom } from '../random/streams.js';
import { parametersFromBounds } from '../space/parameters.js';
import { predictiveTermination } from './predictive-termination.js';

type Course = (trial: number, draw: number) => number;

/** What a run finds: its course, each trial with a draw of its own. */
function valuesOf(course: Course, trials: number, seed = 1): number[] {
  const random = createRandom(seed);
  return Array.from({ length: trials }, (_, i) => course(i + 1, random.uniform()));
}

function ask(
  values: readonly number[],
  { hunterBest = 0, remaining = 40_000, options = {} as Parameters<typeof predictiveTermination>[0] } = {},
) {
  const hunter = predictiveTermination(options);
  const view = recordedHunt(hunter, values, { hunterBest, study: recordedStudy({ remaining }) });
  return hunter.test(view, context());
}

/** Converges to 5 by a factor of e in 300 trials; the population is as wide as it is high above. */
const converging: Course = (trial, draw) => 5 + 100 * Math.exp(-trial / 300) * (0.5 + draw);

it('kills a run that has converged to something worse, and says how sure it is', () => {
  const reason = ask(valuesOf(converging, 6000), { hunterBest: 4 });
  expect(reason).toMatchObject({
    by: 'predictiveTermination',
    message: expect.stringMatching(/^the chance to beat 4 from 5 in 40000 evaluations is below 0.01 %$/),
    data: { incumbent: 4, remaining: 40_000, median: expect.closeTo(5, 3), pace: expect.closeTo(0, 4) },
  });
});

it('spares it where the other value is not worse than the one it converges to', () => {
  for (const trials of [1000, 2000, 4000, 8000])
    expect(ask(valuesOf(converging, trials), { hunterBest: 5.000_000_1 })).toBeUndefined();
});

it('spares a run whose best value stands still while its population contracts', () => {
  // As on Rastrigin's function: nothing better than 50 is found for 4,000 trials, in which values from 50 to 200 become values from 50 to 80.
  const contracting: Course = (trial, draw) => (trial === 1 ? 50 : 50 + draw * 150 * Math.exp(-trial / 2500));
  for (const trials of [1000, 2000, 3000, 4000])
    expect(ask(valuesOf(contracting, trials), { hunterBest: 1 })).toBeUndefined();
  // One that neither contracts nor finds anything is killed.
  expect(
    ask(
      valuesOf((_, draw) => 50 + draw, 4000),
      { hunterBest: 1 },
    ),
  ).toBeDefined();
});

it('spares a run that gets there at its pace, and not one for which what is left is too little', () => {
  const descent = valuesOf((trial, draw) => 100 - trial / 100 + draw / 10, 5000);
  expect(ask(descent, { hunterBest: 20, remaining: 4000 })).toBeUndefined();
  expect(ask(descent, { hunterBest: 0, remaining: 1000 })).toBeDefined();
  expect(ask(descent, { hunterBest: 20, remaining: 0 })).toBeDefined();
});

it('counts on ten times its trials where the study has no limit', () => {
  const descent = valuesOf((trial, draw) => 100 - trial / 1000 + draw / 10, 5000);
  expect(ask(descent, { hunterBest: 50, remaining: Infinity })).toBeUndefined();
  expect(ask(descent, { hunterBest: 20, remaining: Infinity })?.data).toMatchObject({ remaining: 50_000 });
});

it('is right at least as often as it says about runs that go on as they are', () => {
  // Values with an exponential lower tail of scale 1, which neither sink nor rise; the incumbent is as far below as it takes.
  const level: Course = (_, draw) => 100 + Math.log(draw);
  const [remaining, confidence] = [2000, 0.95];
  let killed = 0;
  let wrongly = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const all = valuesOf(level, 4000 + remaining, seed);
    const values = all.slice(0, 4000);
    const hunterBest = Math.min(...values) - (seed % 60) / 10;
    if (ask(values, { hunterBest, remaining, options: { confidence } }) === undefined) continue;
    killed++;
    if (Math.min(...all.slice(4000)) < hunterBest) wrongly++;
  }
  expect(killed).toBeGreaterThan(20);
  expect(wrongly / killed).toBeLessThan(1 - confidence);
});

it('says the same of values that are shifted and scaled, negative ones too', () => {
  const values = valuesOf(converging, 3000);
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      fc.integer({ min: -200, max: 4 }),
      (shift, scale, hunterBest) => {
        const plain = ask(values, { hunterBest });
        const moved = ask(
          values.map(value => shift + scale * value),
          { hunterBest: shift + scale * hunterBest },
        );
        expect(moved === undefined).toBe(plain === undefined);
      },
    ),
    { numRuns: 40 },
  );
});

it('spares what is young, what is better, and what has found nothing', () => {
  const flat = (trials: number) => valuesOf(() => 5, trials);
  expect(ask(flat(999), { hunterBest: 4 })).toBeUndefined();
  expect(ask(flat(1000), { hunterBest: 4 })).toBeDefined();
  expect(ask(flat(1000), { hunterBest: 5 })).toBeUndefined();
  expect(ask(flat(299), { hunterBest: 4, options: { calls: 150 } })).toBeUndefined();
  expect(ask(flat(300), { hunterBest: 4, options: { calls: 150 } })).toBeDefined();
  expect(ask([])).toBeUndefined();
  // Where there is more to learn it takes longer: 100 trials per dimension in half of them all.
  const study = recordedStudy({ remaining: 9, parameters: parametersFromBounds(Array(20).fill([0, 1])) });
  const inTwenty = (trials: number) => {
    const hunter = predictiveTermination();
    return hunter.test(recordedHunt(hunter, flat(trials), { hunterBest: 4, study }), context());
  };
  expect(inTwenty(3999)).toBeUndefined();
  expect(inTwenty(4000)).toBeDefined();
  expect(ask(valuesOf(() => Infinity, 4000))).toBeUndefined();
});

it('takes failed trials for what they are', () => {
  const some = (share: number): Course => {
    let made = 0;
    return (_, draw) => (made++ % 10 < share * 10 ? Infinity : 5 + draw / 1e6);
  };
  expect(ask(valuesOf(some(0.3), 4000), { hunterBest: 4 })).toBeDefined();
  expect(ask(valuesOf(some(0.9), 4000), { hunterBest: 4 })).toBeUndefined();
  // Where only failures were, and now there are values, everything is possible.
  expect(
    ask(
      valuesOf(trial => (trial < 3500 ? Infinity : 5), 4000),
      { hunterBest: 4 },
    ),
  ).toBeUndefined();
});

it('declares how far it looks back, and draws nothing', () => {
  expect(predictiveTermination(0.9)).toMatchObject({ options: { confidence: 0.9, calls: 3000 }, lookback: 3000 });
  expect(() => predictiveTermination(1)).toThrow('confidence');
  const asked = context(3);
  const before = asked.random.snapshot();
  const hunter = predictiveTermination();
  const study = recordedStudy({ remaining: 10, parameters: parametersFromBounds([[0, 1]]) });
  hunter.test(recordedHunt(hunter, valuesOf(converging, 4000), { study }), asked);
  expect(asked.random.snapshot()).toEqual(before);
});
