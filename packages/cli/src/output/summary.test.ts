import { emptySlotReport, type StudyEvent, type StudyEventBody, type StudyResult } from '@glompo/core';
import { expect, test } from 'vitest';
import { Tally } from '../progress/tally.js';
import { summary } from './summary.js';

const result: StudyResult = {
  value: 1,
  point: Float64Array.of(0),
  run: 1,
  evaluations: 20_000,
  outcomes: { ok: 20_000, failed: 0, timedOut: 0, lost: 0, cancelled: 0 },
  retried: 0,
  runs: { started: 1, killed: 0, converged: 1, failed: 0, stopped: 0 },
  reason: { by: 'maxEvaluations', message: 'enough' },
  seed: 1,
  seconds: 4.2,
  slots: 2,
  slotTime: emptySlotReport(),
  placement: { optimizers: 'threads', trials: 'with-optimizer' },
  replaced: 0,
  leftBehind: [],
  minima: { found: [], runs: 0 },
};

const rows = (changed: Partial<StudyResult>, tally = new Tally(), verbose = false) =>
  summary({ ...result, ...changed }, tally, { verbose }).split('\n');

function tallyOf(...events: StudyEventBody[]): Tally {
  const tally = new Tally();
  for (const event of events) tally.take({ ...event, number: 1, seconds: 1, evaluations: 1 } as StudyEvent);
  return tally;
}

const trials = (...failures: [outcome: 'failed' | 'timed-out', message: string][]): StudyEventBody => ({
  type: 'trials',
  told: true,
  run: 1,
  trials: {
    first: 1,
    points: new Float64Array(failures.length),
    values: new Float64Array(failures.length).fill(Number.POSITIVE_INFINITY),
    failures: failures.map(([outcome, message], index) => ({ index, outcome, message })),
  },
});

test('where all is well, nothing is said of what might not have been', () => {
  expect(rows({})).toContain('evaluations  20,000, in 4.20 s');
  expect(rows({}).join()).not.toMatch(/failed +\d|timed out|not counted|workers|left behind/);
  expect(rows({}, new Tally(), true)).toContain('left behind  nothing');
});

test('every way in which trials ended is counted', () => {
  const all = rows({ outcomes: { ok: 19_985, failed: 12, timedOut: 3, lost: 1, cancelled: 2 }, retried: 5 });
  expect(all).toContain('evaluations  20,000 (12 failed, 3 timed out), in 4.20 s');
  expect(all).toContain(
    'not counted  2 trials cancelled, 5 trials made again after their worker died, 1 trial lost with their worker',
  );
});

test('failures are told by kind, the most frequent first: numbers make no kind', () => {
  const tally = tallyOf(
    trials(['failed', 'the task threw: out of range'], ['timed-out', 'timed out: it had not ended after 0.3 s']),
    trials(['failed', 'the task threw: x is 0.5e-3\n    at task.js:1'], ['failed', 'the task threw: x is -7']),
    trials(['failed', 'the task threw: out of range'], ['failed', 'the task threw: out of range']),
    trials(['failed', 'the task returned NaN']),
  );
  expect(rows({}, tally).slice(3, 7)).toEqual([
    'failed       3 × the task threw: out of range',
    'failed       2 × such as: the task threw: x is -7',
    'timed out    1 × it had not ended after 0.3 s',
    '             … and in 1 other way',
  ]);
});

test('workers that were replaced, and how long it took until they were gone', () => {
  const replaced = (freedAfterMs: number): StudyEventBody => ({
    type: 'worker-replaced',
    backend: 'threads',
    worker: 1,
    reason: { by: 'manager', message: '' },
    freedAfterMs,
    startedAfterMs: 40,
  });
  const reason = { by: 'manager', message: '' };
  const restored = { type: 'run-restored', run: 1, why: 'worker-lost', reason } as const;
  expect(rows({ replaced: 1 }, tallyOf(replaced(84.2)))).toContain('workers      1 replaced, freed after 84 ms');
  expect(rows({ replaced: 1 }, tallyOf(replaced(0.03)))).toContain('workers      1 replaced, freed at once');
  const resumed = { ...restored, why: 'resumed' } as const;
  expect(rows({ replaced: 3 }, tallyOf(resumed, replaced(2), replaced(84), restored, replaced(3)))).toContain(
    'workers      3 replaced, freed after 3 ms in the median, after 84 ms at most; 1 run went on elsewhere',
  );
});

test('what is left behind is named, some of much', () => {
  const leftBehind = Array.from({ length: 7 }, (_, i) => `thread ${i}, in a\nnative call`);
  const all = rows({ leftBehind });
  expect(all.slice(-7)).toEqual([
    ...[0, 1, 2, 3, 4].map(i => `left behind  thread ${i}, in a native call`),
    '             … and 2 more',
    '',
  ]);
});

test('what killing runs saved and cost, as far as the spared tell it', () => {
  const regret = { killed: 118, spared: 12, better: 1, foundBest: true, trials: 27_720 };
  const saved = { value: 272_580, low: 113_200, high: 431_960 };
  const missed = { value: 9.83, low: 1.75, high: 41.7 };
  const told = (changed: Partial<StudyResult>) => rows(changed).filter(row => /^(spared| {2})/.test(row) && row !== '');
  expect(told({ regret: { ...regret, estimate: { saved, missed } } })).toEqual([
    'spared       12 of 130 condemned runs, which made 27,720 more trials',
    '             1 of them found something better than the best value then, one of them the best of the study',
    '             killing the others saved about 270,000 (95 %: 110,000 to 430,000) trials',
    '             and cost about 9.8 (95 %: 1.8 to 42) such finds',
  ]);
  expect(told({ regret: { killed: 3, spared: 1, better: 0, foundBest: false, trials: 1 } })).toEqual([
    'spared       1 of 4 condemned runs, which made 1 more trial',
    '             0 of them found something better than the best value then',
    '             fewer than 10: too few to tell what killing the others saved and cost',
  ]);
  expect(told({ regret: { killed: 0, spared: 0, better: 0, foundBest: false, trials: 0 } })).toEqual([
    'spared       no run was condemned, and none was spared',
  ]);
  expect(told({})).toEqual([]);
});
