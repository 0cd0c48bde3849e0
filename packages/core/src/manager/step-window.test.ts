import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parametersFromBounds } from '../space/parameters.js';
import { relativeDistance } from '../space/relative-distance.js';
import { searchSpace } from '../space/search-space.js';
import { StepWindow } from './step-window.js';

const [linear] = parametersFromBounds([[-5, 15]]);
const space = searchSpace([
  linear as NonNullable<typeof linear>,
  { kind: 'real', name: 'log', low: 1e-2, high: 1e2, scale: 'log' },
  { kind: 'integer', name: 'whole', low: 0, high: 9 },
]);

test('keeps the distances from each point to the next, exactly as far back as it should, at any age', () => {
  const point = fc.tuple(
    fc.double({ min: -5, max: 15, noNaN: true }),
    fc.double({ min: 1e-2, max: 1e2, noNaN: true }),
    fc.integer({ min: 0, max: 9 }),
  );
  fc.assert(
    fc.property(fc.array(point, { maxLength: 40 }), fc.integer({ min: 1, max: 12 }), (points, lookback) => {
      const window = new StepWindow(space, lookback);
      const flat = Float64Array.from(points.flat());
      const distance = (i: number) =>
        relativeDistance(space, Float64Array.from(points[i] as never), Float64Array.from(points[i - 1] as never));
      for (const i of points.keys()) {
        window.push(flat, 3 * i);
        expect(window.remembered).toBe(Math.min(i, lookback));
        for (let k = 0; k < window.remembered; k++) expect(window.stepAgo(k)).toBeCloseTo(distance(i - k), 12);
      }
    }),
  );
});

test('refuses to look further back than was declared', () => {
  const window = new StepWindow(space, 2);
  for (let i = 0; i < 10; i++) window.push(Float64Array.of(i, 1, 1), 0);
  expect(window.stepAgo(1)).toBeGreaterThan(0);
  expect(() => window.stepAgo(2)).toThrow('must declare its stepLookback');
});
