import { expect, test } from 'vitest';
import { workInWindow } from './window.js';

test('counts trials, and their time, as far as they lie inside the window', () => {
  const trials = [
    { from: 0, to: 90, nominal: 45.0 },
    { from: 50, to: 150, nominal: 50.0 },
    { from: 120, to: 170, nominal: 25.0 },
    { from: 180, to: 250, nominal: 35.0 },
    { from: 90, to: 300, nominal: 105.0 },
    { from: 210, to: 220, nominal: 5.0 },
  ];
  const { perSecond, utilisation, effective } = workInWindow(trials, { from: 100, to: 200 }, 4);
  expect(perSecond).toBeCloseTo(10 * (0.5 + 1 + 20 / 70 + 100 / 210));
  expect(effective).toBeCloseTo(utilisation / 2);
  expect(utilisation).toBeCloseTo((50 + 50 + 20 + 100) / 400);
});
