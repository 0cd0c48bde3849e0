import { expect, test } from 'vitest';
import type { Bar } from './bar.js';
import { barResult } from './bar-result.js';

const about = { seconds: 1, notes: [] };
const bar = (figures: Bar['figures']): Bar => ({
  id: 'B0',
  what: 'something',
  seconds: 1,
  figures,
  measure: async () => ({}),
});

test('a bar with one figure has plain values, and is ok by its median', () => {
  const one = bar({ share: { unit: 'ratio', reach: { atMost: 0.03 } } });
  expect(barResult(one, { share: [0.9, 0.02, 0.01] }, about)).toEqual({
    what: 'something',
    value: 0.02,
    reach: 0.03,
    sense: 'at most',
    unit: 'ratio',
    ok: true,
    samples: [0.9, 0.02, 0.01],
    ...about,
  });
  expect(barResult(one, { share: [0.04] }, about).ok).toBe(false);
});

test('a bar with several figures has values by name, and is ok if all that must reach something do', () => {
  const several = bar({
    speed: { unit: 'evaluations/s', reach: { atLeast: 10 } },
    memory: { unit: 'bytes' },
  });
  expect(barResult(several, { speed: [10], memory: [1] }, about)).toMatchObject({
    value: { speed: 10, memory: 1 },
    reach: { speed: 10 },
    sense: { speed: 'at least' },
    unit: { speed: 'evaluations/s', memory: 'bytes' },
    ok: true,
    samples: { speed: [10], memory: [1] },
  });
  expect(barResult(several, { speed: [9.9], memory: [1] }, about).ok).toBe(false);
});

test('what could not be measured is null, and not ok', () => {
  const one = bar({ speed: { unit: 'evaluations/s', reach: { atLeast: 10 } } });
  expect(barResult(one, { speed: [] }, about)).toMatchObject({ value: null, ok: false });
});
