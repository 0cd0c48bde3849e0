import { expect, it, test } from 'vitest';
import { recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Selector } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import type { EndedRun } from '../contracts/view.js';
import { parseSelector } from '../parts/parse-parts.js';
import { createRandom } from '../random/streams.js';
import { optimizer } from '../registry/choice.js';
import { bipop, chain, cycle } from './index.js';

const [a, b] = [optimizer('a'), optimizer('b')];

function next(selector: Selector, started: number, live: ReturnType<typeof recordedRun>[] = []) {
  const selection = selector.next(recordedStudy({ live, runs: { started } }), 1, createRandom(1));
  if (selection.type !== 'spawn') throw new Error(selection.reason.message);
  return selection;
}

const ended = (note: Plain | undefined, trials: number): EndedRun => ({
  ...{ id: 1, optimizer: { plugin: 'optimizer', name: 'x', options: {} }, status: 'converged' },
  ...{ trials, best: undefined, origin: undefined, note },
});

test('one selector in another hears of its own runs only, and sees only those alive', () => {
  const seen: { live: unknown[]; ended: unknown[] } = { live: [], ended: [] };
  const member: Selector = {
    name: 'member',
    choices: [b],
    notes: () => null,
    next(view) {
      seen.live.push(view.live.map(({ id, note, valueAgo }) => [id, note, valueAgo(0)]));
      return { type: 'spawn', choice: b, note: 'mine' };
    },
    ended: ({ trials, note }) => void seen.ended.push([trials, note]),
  };
  const selector = cycle(a, member).begin?.() as Selector;
  const first = next(selector, 0);
  expect(first.choice).toBe(a);
  const second = next(selector, 1, [recordedRun([7], { id: 1, note: first.note, lookback: 1 })]);
  expect(second.choice).toBe(b);
  next(selector, 3, [
    recordedRun([7], { id: 1, note: first.note, lookback: 1 }),
    recordedRun([8], { id: 2, note: second.note, lookback: 1 }),
  ]);
  expect(seen.live).toEqual([[], [[2, 'mine', 8]]]);
  selector.ended?.(ended(first.note, 10), recordedStudy(), createRandom(1));
  selector.ended?.(ended(second.note, 20), recordedStudy(), createRandom(1));
  selector.ended?.(ended(undefined, 30), recordedStudy(), createRandom(1));
  expect(seen.ended).toEqual([[20, 'mine']]);
});

it('notes nothing where none of its members does', () => {
  expect(cycle(a, b).notes).toBeUndefined();
  expect(next(cycle(a, b), 0)).toEqual({ type: 'spawn', choice: a });
});

it('passes over who starts no more', () => {
  const over = chain(a, { at: [1], by: 'runs' });
  expect([0, 1, 2].map(started => next(cycle(over, b), started).choice)).toEqual([a, b, b]);
  expect(() => next(cycle(over, over), 1)).toThrow('1 run started, and none is started from 1 on');
  expect(next(chain(over, b, { at: [100] }), 5).choice).toBe(b);
});

it('goes on from the notes of all, and refuses those of others', () => {
  const selector = chain(a, bipop(b), { at: [1], by: 'runs' });
  const work = selector.begin?.() as Selector;
  next(work, 0);
  work.ended?.(ended(next(work, 1).note, 10), recordedStudy(), createRandom(1));
  expect(next(work, 2)).toMatchObject({ choice: b, variation: { population: 2 } });
  const again = selector.begin?.(structuredClone(work.notes?.()) as Plain) as Selector;
  expect(next(again, 3)).toEqual(next(work, 3));
  expect(next(selector.begin?.() as Selector, 3)).toMatchObject({ choice: b, variation: {} });
  expect(() => selector.begin?.({ members: [] })).toThrow(
    'what it remembers in the record does not fit its 2 members: go on with the selector that the study has had',
  );
});

it('reads the same in text', () => {
  const selector = parseSelector('chain(a, bipop(b(x=1)), at=[1], by=runs)');
  expect(selector.choices).toEqual([optimizer('a'), optimizer('b', { x: 1 })]);
  expect(selector.varies).toEqual([optimizer('b', { x: 1 })]);
  expect(() => parseSelector('bipop(a, b)')).toThrow(
    'bipop: expected exactly 1 of: an optimizer such as cmaes(sigma=0.3), got 2',
  );
});
