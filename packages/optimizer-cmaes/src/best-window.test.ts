import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BestWindow } from './best-window.js';

it('a window knows size and range of its newest values, also after it was restored', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.integer(), { minLength: 1 }), (length, values) => {
      const window = new BestWindow(length);
      for (const value of values) window.add(value);
      const newest = values.slice(-length);
      const restored = new BestWindow(length);
      restored.restore(window.snapshot());
      for (const w of [window, restored]) {
        expect([...w.snapshot()]).toEqual(newest);
        expect(w.size).toBe(newest.length);
        expect(w.range()).toBe(Math.max(...newest) - Math.min(...newest));
      }
    }),
  );
});
