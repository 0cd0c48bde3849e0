import { describe, expect, it } from 'vitest';
import { Stagnation } from './stagnation.js';

const first = (window: number, series: (generation: number) => number, generations: number) => {
  const stagnation = new Stagnation(window);
  for (let g = 1; g <= generations; g++) if (stagnation.add(g, series(g), series(g) + 1)) return g;
  return undefined;
};

describe('stagnation', () => {
  it('is seen once the window is full of values that do not improve', () => {
    const seen = first(100, () => 3, 1000) as number;
    expect(seen).toBeGreaterThanOrEqual(98);
    expect(seen).toBeLessThanOrEqual(102);
  });

  it('is not seen while values improve, however slowly', () => {
    expect(first(50, g => -g * 1e-9, 20_000)).toBeUndefined();
  });

  it('needs both series: a median that improves is progress', () => {
    const stagnation = new Stagnation(40);
    let seen = 0;
    for (let g = 1; g <= 2000; g++) if (stagnation.add(g, 1, -g)) seen++;
    expect(seen).toBe(0);
  });

  it('takes a fifth of a long run as its window: it takes that long to see the end of a slow descent', () => {
    const turn = 50_000;
    const seen = first(100, g => -Math.min(g, turn), 200_000) as number;
    // The oldest 30 % of a window of g/5 lie after the turn when 0.85 g/5 has passed since then, by their median.
    expect(seen).toBeGreaterThan(turn + 0.1 * turn);
    expect(seen).toBeLessThan(turn / (1 - 0.2) + 500);
  });

  it('keeps at most 64 samples of each series, and goes on the same from its state', () => {
    const series = (g: number) => Math.sin(g * 12.9898) * 1000;
    const original = new Stagnation(30);
    for (let g = 1; g <= 12_345; g++) original.add(g, series(g), series(g + 7));
    const state = original.snapshot();
    expect(state.bests.length).toBeLessThanOrEqual(64);
    const restored = new Stagnation(30);
    restored.restore(state);
    const further = (stagnation: Stagnation) => {
      const seen = [];
      for (let g = 12_346; g <= 40_000; g++) seen.push(stagnation.add(g, series(g), series(g + 7)));
      return JSON.stringify(seen);
    };
    expect(further(restored)).toBe(further(original));
  });
});
