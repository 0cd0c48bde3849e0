import { expect, test } from 'vitest';
import { workInWindow } from './window.js';

test('counts trials, and their time, as far as they lie inside the window', () => {
  const trials = [
    { from: 0, to: 90 },
    { from: 50, to: 150 },
    { from: 120, to: 170 },
    { from: 180, to: 250 },
    { from: 90, to: 300 },
    { from: 210, to: 220 },
  ];
  const { perSecond, utilisation } = workInWindow(trials, { from: 100, to: 200 }, 4);
  expect(perSecond).toBeCloseTo(10 * (0.5 + 1 + 20 / 70 + 100 / 210));
  expect(utilisation).toBeCloseTo((50 + 50 + 20 + 100) / 400);
});
