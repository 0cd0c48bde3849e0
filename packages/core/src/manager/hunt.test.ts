import { expect, it } from 'vitest';
import { recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Hunter } from '../contracts/decision.js';
import type { Found, HuntView } from '../contracts/view.js';
import { createRandom } from '../random/streams.js';
import { hunt } from './hunt.js';
import type { LiveRun } from './live-run.js';

const context = { random: createRandom(1), common: new Map() };

/** Who hunts whom. */
function pairs(live: readonly Partial<LiveRun>[], incumbent?: Found) {
  const asked: HuntView[] = [];
  const hunter: Hunter = { name: 'spy', options: {}, test: view => void asked.push(view) };
  const runs = live.map(run => ({ memory: new Map(), ...run })) as unknown as readonly LiveRun[];
  hunt({ ...recordedStudy(), live: runs, incumbent }, hunter, context);
  return asked.map(({ hunter: { id, trials }, victim }) => [id, trials, victim.id]);
}

const run = (id: number, ...values: number[]) => recordedRun(values, { id });
const found = (value: number, run: number): Found => ({ value, point: Float64Array.of(0, 0), run, trial: 7 });

it('lets the live run with the best value hunt the others', () => {
  expect(pairs([run(1, 3), run(2, 2, 1), run(3)], found(1, 2))).toEqual([
    [2, 2, 1],
    [2, 2, 3],
  ]);
  expect(pairs([run(1), run(2)])).toEqual([]);
});

it('lets the best run hunt also when it has ended, or is to end', () => {
  expect(pairs([run(1, 3)], found(2, 9))).toEqual([[9, 7, 1]]);
  const ending = { ...run(2, 2), ending: { status: 'killed', reason: { by: 'x', message: '' } } } as const;
  expect(pairs([run(1, 3), ending], found(2, 2))).toEqual([[2, 7, 1]]);
  // Equally good is good enough.
  expect(pairs([run(1, 2)], found(2, 9))).toEqual([]);
});

it('leaves those alone that are paused', () => {
  expect(pairs([run(1, 3), { ...run(2, 4), paused: true }], found(2, 9))).toEqual([[9, 7, 1]]);
});
