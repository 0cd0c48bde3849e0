import { expect, test } from 'vitest';
import { maxEvaluations } from '../checkers/index.js';
import type { StartPoints } from '../contracts/decision.js';
import { historyOf } from '../manager/history-of.test.fixture.js';
import { descents } from '../minima/descents.test.fixture.js';
import { given, random, singleLinkage } from '../start-points/index.js';

const starts = (events: Awaited<ReturnType<typeof descents>>['events']) =>
  events.flatMap(event => (event.type === 'run-started' ? [[event.evaluations, event.point, event.reason]] : []));

test.each([
  ['by itself', () => singleLinkage({ sample: 30, sigma: 0.3 })],
  ['after points of the user', () => given([[0.3, 0.3]], singleLinkage({ sample: 60, sigma: 0.3 }))],
])(
  'a study that is gone on with starts runs where the uninterrupted one does, wherever it was cut: %s',
  async (_, rule) => {
    const how = { stop: maxEvaluations(6000), startPoints: rule() };
    const whole = await descents(how, 2);
    const expected = starts(whole.events);
    // Some at points of the sample, some at random.
    const reasons = expected.map(([, , reason]) => reason !== undefined);
    expect([reasons.includes(true), reasons.includes(false)]).toEqual([true, true]);
    const ends = whole.events.flatMap((event, i) =>
      event.type === 'decided' && i < whole.events.length - 9 ? [i + 1] : [],
    );
    for (const cut of ends.filter((_, i) => i % Math.ceil(ends.length / 6) === 3)) {
      const kept = whole.events.slice(0, cut);
      const more = await descents({ ...how, startPoints: rule(), history: historyOf(kept) }, 2);
      expect(starts([...kept, ...more.events])).toEqual(expected);
    }
  },
);

/** What a rule sees when each run is started. */
async function seenBy(sample: number | undefined) {
  const seen: number[] = [];
  const anywhere = random();
  const rule: StartPoints = {
    name: 'look',
    ...(sample !== undefined && { sample }),
    next(view, context) {
      seen.push(view.sample.length);
      return anywhere.next(view, context);
    },
  };
  const { events } = await descents({ startPoints: rule });
  const made = events.flatMap(event => (event.type === 'run-started' ? [event.evaluations] : []));
  return { seen, made };
}

test('a rule sees as many evaluations as it asks for, and none if it asks for none', async () => {
  const { seen, made } = await seenBy(100);
  expect(seen).toEqual(made.map(evaluations => Math.min(100, evaluations)));
  expect(Math.max(...seen)).toBe(100);
  const none = await seenBy(undefined);
  expect(Math.max(...none.seen)).toBe(0);
  expect(none.seen.length).toBeGreaterThan(10);
});
