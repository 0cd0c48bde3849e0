import type { StudyEvent } from '@glompo/core';
import { expect, test } from 'vitest';
import { News } from './news.js';

const killed = (run: number, by = 'parameterDistance'): StudyEvent => ({
  type: 'run-ended',
  run,
  optimizer: { plugin: 'optimizer', name: 'cmaes', options: {} },
  status: 'killed',
  reason: {
    by: 'any',
    message: 'too\nclose',
    because: [
      {
        by: 'all',
        message: '',
        because: [
          { by: 'minTrials', message: '' },
          { by, message: '' },
        ],
      },
    ],
  },
  trials: 1200,
  outcomes: { ok: 1200, failed: 0, timedOut: 0, lost: 0, cancelled: 0 },
  best: undefined,
  number: run,
  seconds: 2.5,
  evaluations: 1,
});

test('a kill is one line with its reason, whatever the reason holds', () => {
  expect(new News(() => 0).lineOf(killed(7))).toBe('2.50 s  run 7 (cmaes) killed after 1,200 trials: too close');
});

test('runs that converge make no line, runs that fail do', () => {
  const news = new News(() => 0);
  expect(news.lineOf({ ...killed(1), status: 'converged' } as StudyEvent)).toBeUndefined();
  expect(news.lineOf({ ...killed(1), status: 'failed' } as StudyEvent)).toContain('run 1 (cmaes) failed');
  expect(news.untold()).toBeUndefined();
});

test('a flood is ten lines at once, three per second after that, and the numbers of the rest', () => {
  let now = 0;
  const news = new News(() => now);
  const shown = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) =>
      news.lineOf(killed(from + i, i % 2 === 0 ? 'bestUnmoving' : undefined)),
    ).filter(line => line !== undefined).length;
  expect(shown(1, 500)).toBe(10);
  expect(news.untold()).toBe(
    '… and 245 × killed by minTrials + bestUnmoving, 245 × killed by minTrials + parameterDistance',
  );
  expect(news.untold()).toBeUndefined();
  now = 2;
  expect(shown(501, 500)).toBe(6);
  now = 1000;
  expect(shown(1001, 500)).toBe(10);
});

test('where the study runs is told also in a flood, and so is a change of its slots', () => {
  const news = new News(() => 0);
  for (let run = 1; run <= 50; run++) news.lineOf(killed(run));
  const at = { number: 51, seconds: 3, evaluations: 9 };
  const placed: StudyEvent = {
    ...at,
    type: 'placed',
    placement: { optimizers: 'threads', trials: 'with-optimizer' },
    slots: 2,
    liveRuns: { from: 4, upTo: 8 },
    reason: { by: 'measurement', message: 'it computes' },
  };
  expect(news.lineOf(placed)).toBe(
    '3.00 s  optimizers on threads, trials with-optimizer; slots 2, live runs 4 to 8: it computes',
  );
  expect(news.lineOf({ ...at, type: 'resized', slots: 3 })).toBe('3.00 s  slots 3 from now on');
  expect(news.lineOf({ ...at, type: 'resized', slots: 0 })).toBe('3.00 s  slots 0: the study pauses');
});

const at = { number: 1, seconds: 3, evaluations: 9 };

test('what becomes of trials whose worker died', () => {
  const news = new News(() => 0);
  const lost = {
    ...at,
    type: 'trial-lost',
    run: 3,
    first: 1017,
    trials: 1,
    cause: 'exit code 134',
    next: 'retry',
  } as const;
  expect(news.lineOf(lost)).toBe('3.00 s  trial 1,017 of run 3 lost: exit code 134; made again');
  expect(news.lineOf({ ...lost, trials: 8, next: 'failed' })).toBe(
    '3.00 s  one of trials 1,017 to 1,024 of run 3 lost: exit code 134; too often, so it has failed',
  );
  for (let i = 0; i < 20; i++) news.lineOf(lost);
  expect(news.untold()).toBe('… and 12 × trial lost');
});

test('a worker that was replaced is a line with why, and with how long it took to end it', () => {
  const replaced: StudyEvent = {
    ...at,
    type: 'worker-replaced',
    backend: 'threads',
    worker: 2,
    reason: { by: 'manager', message: 'trial 17 of run 3 had not ended after 0.3 s' },
    freedAfterMs: 84.4,
    startedAfterMs: 43,
  };
  expect(new News(() => 0).lineOf(replaced)).toBe(
    '3.00 s  worker 2 of threads replaced: trial 17 of run 3 had not ended after 0.3 s; freed after 84 ms, a fresh one after 43 ms',
  );
  expect(new News(() => 0).lineOf({ ...replaced, startedAfterMs: 0 })).toMatch(
    /; freed after 84 ms, another one stood by$/,
  );
});

test('what is left behind is told also in a flood', () => {
  const news = new News(() => 0);
  for (let run = 1; run <= 50; run++) news.lineOf(killed(run));
  const what = 'thread 3, in a native call that cannot be ended';
  expect(news.lineOf({ ...at, type: 'left-behind', backend: 'threads', worker: 1, what })).toBe(
    `3.00 s  still running: ${what} (worker 1 of threads)`,
  );
});

test('a run that was spared is one line with the reason for which it would have been killed', () => {
  const spared: StudyEvent = {
    ...{ type: 'run-spared', run: 7, reason: { by: 'minTrials', message: 'old enough' }, trials: 1200, incumbent: 0.5 },
    ...{ number: 9, seconds: 2.5, evaluations: 5000 },
  };
  expect(new News(() => 0).lineOf(spared)).toBe('2.50 s  run 7 spared after 1,200 trials: old enough');
});
