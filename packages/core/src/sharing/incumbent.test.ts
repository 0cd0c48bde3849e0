import { expect, test } from 'vitest';
import { recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { SharedRun, Sharer } from '../contracts/sharing.js';
import type { StudyView } from '../contracts/view.js';
import { parseSharing } from '../parts/parse-parts.js';
import { incumbent } from './index.js';

const optimizer = { plugin: 'optimizer', name: 'walker', options: {} };
const point = Float64Array.of(0.5);

function runOf(id: number, trials: number, best: number, choice = 0): SharedRun {
  const found = { value: best, point, run: id, trial: trials };
  const window = { remembered: 0, valueAgo: () => best, bestAgo: () => best, rememberedSteps: 0, stepAgo: () => 0 };
  return {
    id,
    choice,
    optimizer,
    note: undefined,
    origin: undefined,
    trials,
    failed: 0,
    best: found,
    last: found,
    startedAt: 0,
    ...window,
  };
}

/** The runs that are told. */
function told(sharer: Sharer, best: number, ...runs: readonly SharedRun[]): number[] {
  const found = { value: best, point, run: 1, trial: Math.round(-best) };
  const view: StudyView = { ...recordedStudy({}), incumbent: found, live: runs };
  return sharer.share(view, runs).map(({ run }) => run);
}

test('each run that is worse is told, once', () => {
  const sharer = incumbent(100).begin();
  const runs = [runOf(1, 10, -5), runOf(2, 10, 3), runOf(3, 10, -5)];
  expect(told(sharer, -5, ...runs)).toEqual([2]);
  expect(told(sharer, -5, ...runs.map(({ id, best }) => runOf(id, 20, best?.value as number)))).toEqual([]);
  expect(told(sharer, -6, runOf(2, 30, 3))).toEqual([2]);
});

test('a run whose trials have all failed is told, one that has not begun is not', () => {
  const sharer = incumbent(100).begin();
  const failed: SharedRun = { ...runOf(2, 10, 0), best: undefined };
  expect(told(sharer, -5, failed, { ...failed, id: 3, trials: 0 })).toEqual([2]);
  const found = { value: -6, point, run: 1, trial: 9 };
  const view: StudyView = { ...recordedStudy({}), incumbent: found, live: [] };
  expect(sharer.share(view, [{ ...failed, trials: 20 }])[0]?.reason.message).toContain(
    'run 1 has found -6, run 2 nothing;',
  );
});

test('where it has not helped, only the 2nd, 4th, 8th … occasion is used', () => {
  const sharer = incumbent(100).begin();
  for (let i = 0; i < 5; i++) {
    told(sharer, -5, runOf(10 + i, 10, 3));
    told(sharer, -5, runOf(10 + i, 110, 3));
  }
  expect(sharer.counts).toMatchObject([{ told: 5, helped: 0 }]);
  const used = Array.from({ length: 40 }, (_, i) => i + 1).filter(
    i => told(sharer, -10 - i, runOf(100 + i, 10, 3)).length > 0,
  );
  expect(used).toEqual([2, 4, 8, 16, 32]);
  // Another choice of the selector's is another matter.
  expect(told(sharer, -100, runOf(200, 10, 3, 1))).toEqual([200]);
});

test.each([
  [1, {}],
  [0, { onlyWhereItHelped: false }],
])('where it has helped (%i of 5), or that does not matter (%j), each occasion is used', (helped, options) => {
  const sharer = incumbent({ every: 100, ...options }).begin();
  for (let i = 0; i < 5; i++) {
    told(sharer, -5, runOf(10 + i, 10, 3));
    told(sharer, -5, runOf(10 + i, 110, i < helped ? -7 : 3));
  }
  expect(sharer.counts).toMatchObject([{ told: 5, helped }]);
  const again = incumbent({ every: 100, ...options }).begin(structuredClone(sharer.notes()));
  for (let i = 1; i < 10; i++) expect(told(again, -10 - i, runOf(100 + i, 10, 3))).toEqual([100 + i]);
});

test('a try is over once the run has found something better, has made so many trials, or has ended', () => {
  const sharer = incumbent(100).begin();
  const counts = () => sharer.counts.map(({ told, helped }) => [told, helped]);
  told(sharer, -5, runOf(2, 10, 3), runOf(3, 10, 3), runOf(4, 10, 3));
  told(sharer, -5, runOf(2, 20, -5.5), runOf(3, 109, -4), runOf(4, 20, 3));
  expect(counts()).toEqual([[1, 1]]);
  told(sharer, -5, runOf(3, 110, -4));
  expect(counts()).toEqual([[2, 1]]);
  sharer.ended({
    id: 4,
    optimizer,
    status: 'killed',
    trials: 50,
    best: runOf(4, 50, -5).best,
    origin: undefined,
    note: undefined,
  });
  expect(counts()).toEqual([[3, 1]]);
});

test('notes that are damaged are refused', () => {
  expect(() => incumbent().begin({ choices: [{}], listeners: [] })).toThrow('share: what it remembers in the record');
});

test('is known to text', () => {
  expect(parseSharing('incumbent(every=7, how=nudged)')).toMatchObject({
    every: 7,
    options: { every: 7, how: 'nudged', onlyWhereItHelped: true },
  });
  expect(() => parseSharing('incumbent(how=hard)')).toThrow('how');
});
