import { expect, it } from 'vitest';
import { recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Start } from '../contracts/decision.js';
import { basinHoppingIncumbent, random } from './index.js';
import { atWork, parameters } from './rule.test.fixture.js';

/** The incumbent of value 0 in the middle, found by this run; and one other run, which is worse. */
const view = ({ finder = 1, other = undefined as number | undefined } = {}) => ({
  ...recordedStudy({ parameters }),
  incumbent: { value: 0, point: Float64Array.of(1, 1, 3), run: finder, trial: 1 },
  live: other === undefined ? [] : [recordedRun([other], { id: 7, points: [[2, 100, 3]] })],
});
const placeOf = ({ reason }: Start) => (reason?.data as { readonly run?: number } | undefined)?.run;

it('starts anywhere while there is no incumbent, and then within a step of it', () => {
  const work = atWork(basinHoppingIncumbent({ step: 0.05, interval: 1e6 }));
  expect(work.start()).toEqual(atWork(random()).start());
  const starts = Array.from({ length: 2000 }, () => work.start(view()));
  const changes = [
    starts.map(({ point }) => ((point[0] as number) - 1) / 0.2),
    starts.map(({ point }) => Math.log10(point[1] as number) / 0.4),
  ];
  for (const each of changes) {
    expect(Math.max(...each.map(Math.abs))).toBeLessThanOrEqual(1 + 1e-9);
    // The mean square of what is uniform in [−1, 1] is 1/3.
    expect(each.reduce((sum, x) => sum + x * x, 0) / 2000).toBeCloseTo(1 / 3, 1.3);
  }
  expect(starts[0]?.spread?.[0]).toBeCloseTo(0.2 / Math.sqrt(3), 12);
  expect(starts[0]?.reason?.message).toBe('near the best point of run 1, 0');
});

it('takes the point of another run by Metropolis', () => {
  const work = atWork(basinHoppingIncumbent({ temperature: 2 }));
  const taken = Array.from({ length: 6000 }, () => placeOf(work.start(view({ other: 1 })))).filter(run => run === 7);
  // exp(−1/2); a standard deviation is 0.006.
  expect(Math.abs(taken.length / 6000 - Math.exp(-0.5))).toBeLessThan(0.025);
  const cold = atWork(basinHoppingIncumbent(0));
  expect(placeOf(cold.start(view({ other: 1e-9 })))).toBe(1);
  expect(placeOf(cold.start(view({ other: 0 })))).toBe(7);
});

it('adapts its step at every interval to how much is accepted', () => {
  const spreads = (given: Parameters<typeof basinHoppingIncumbent>[0], views: readonly ReturnType<typeof view>[]) => {
    const work = atWork(basinHoppingIncumbent(given));
    // In units of the first step, a tenth of 4.
    return views.map(each => ((work.start(each).spread?.[0] as number) * Math.sqrt(3)) / 0.4);
  };
  const close = (numbers: readonly number[]) => numbers.map(x => expect.closeTo(x, 9));
  // Nothing is ever accepted: one incumbent, no other run.
  expect(
    spreads(
      { interval: 2 },
      Array.from({ length: 6 }, () => view()),
    ),
  ).toEqual(close([1, 0.9, 0.9, 0.81, 0.81, 0.729]));
  // Of every start: the incumbent is always another run's, but for the first.
  const moving = Array.from({ length: 6 }, (_, i) => view({ finder: i + 1 }));
  expect(spreads({ interval: 2, acceptance: 0.6 }, moving)).toEqual(
    // 1/2, 3/4 and 5/6 accepted.
    close([1, 0.9, 0.9, 1, 1, 1 / 0.9]),
  );
  // As it should be, and never more than the whole range.
  expect(spreads({ interval: 2 }, [view(), view({ finder: 2 })])).toEqual(close([1, 1]));
  expect(spreads({ interval: 1, acceptance: 0, step: 0.95 }, moving).at(-1)).toBeCloseTo(10, 9);
});

it('knows ended runs, too', () => {
  const work = atWork(basinHoppingIncumbent(1e9));
  work.end(undefined, 3);
  work.end(undefined, 4);
  const places = new Set(Array.from({ length: 200 }, () => placeOf(work.start(view({ finder: 9 })))));
  expect(places).toEqual(new Set([1, 2]));
});
