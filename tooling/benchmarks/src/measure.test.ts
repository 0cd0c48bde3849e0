import { expect, test } from 'vitest';

import { measure } from './measure.js';
import { busy, timedStudy } from './timed-study.js';

const setup = {
  row: 'threads/with-optimizer',
  optimizer: 'cmaes',
  liveRuns: 4,
  slots: 2,
  task: busy(1),
  warmUp: 600,
  window: 1,
  seed: 1,
} as const;

test('a measurement that hangs is ended, and said to have hung', async () => {
  await expect(measure(timedStudy, setup, 0.5)).rejects.toThrow('timed-study hung: it was ended after 0.5 s');
});

test('a measurement that breaks down says why', async () => {
  await expect(measure(timedStudy, { ...setup, slots: 0 })).rejects.toThrow(
    'timed-study: slots: expected a positive integer, got 0',
  );
});
