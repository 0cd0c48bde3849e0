import { expect, test } from 'vitest';
// As it is built: its programs lie beside it.
import { measure } from '../dist/measure.js';
import { busy, timedStudy } from '../dist/timed-study.js';

const setup = {
  row: 'threads/with-optimizer',
  optimizer: 'cmaes',
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
