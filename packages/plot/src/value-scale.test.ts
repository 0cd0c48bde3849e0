import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ValueSample } from './reading/value-sample.js';
import { numberOf } from './svg-document.test.fixture.js';
import { valueScale } from './value-scale.js';

function sampleOf(values: Iterable<number>): ValueSample {
  const sample = new ValueSample();
  for (const value of values) sample.add(value);
  return sample;
}

/** From `top` down to `bottom`, by a factor each. */
function falling(top: number, bottom: number, offset = 0): number[] {
  return Array.from({ length: 200 }, (_, i) => offset + top * (bottom / top) ** (i / 199));
}

test('a value that is next to nothing has a scale', () => {
  expect(valueScale(sampleOf([2.47e-322]), 'auto').place(2.47e-322)).toBeCloseTo(0.5, 9);
});

test('places lie from 0 to 1 and rise with the values, for any values and each scale', () => {
  const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(values, fc.constantFrom('auto', 'linear', 'log'), (values, asked) => {
      const scale = valueScale(sampleOf(values), asked as 'auto');
      const places = values.toSorted((a, b) => a - b).map(scale.place);
      for (const [i, place] of places.entries()) {
        expect(place).toBeGreaterThanOrEqual(places[i - 1] ?? 0);
        expect(place).toBeLessThanOrEqual(1);
      }
      for (const { at } of scale.ticks) expect(at >= 0 && at <= 1).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['linear', falling(100, 50)],
  ['linear', falling(1e-9, 1e-10)],
  ['linear', falling(3e12, -1e12 + 2e12)],
  ['log', falling(100, 1e-12)],
  ['log', falling(30, 0.5)],
] as const)('the labels of a %s axis say what stands there', (asked, values) => {
  const scale = valueScale(sampleOf(values), asked);
  expect(scale.ticks.length).toBeGreaterThan(1);
  for (const { at, label } of scale.ticks) expect(scale.place(numberOf(label))).toBeCloseTo(at, 6);
});

describe('auto', () => {
  test('is linear where values are of one size', () => {
    expect(valueScale(sampleOf(falling(20, 5)), 'auto').kind).toBe('linear');
    expect(valueScale(sampleOf(falling(20, 5, -30)), 'auto').kind).toBe('linear');
  });
  test('is the logarithm of positive values of many sizes', () => {
    expect(valueScale(sampleOf(falling(100, 1e-9)), 'auto').kind).toBe('log');
  });
  test.each([-195.8, 1000, 0])(
    'is the logarithm of the distance to the best where values come close to it: %d',
    best => {
      const scale = valueScale(sampleOf([...falling(100, 1e-6, best), best]), 'auto');
      expect(scale.kind).toBe('distance');
      expect(scale.title).toMatch(/^value − best value found \(.*\), logarithmic axis$/);
      expect(scale.notes.join()).toContain('There may be better values');
      for (const { at, label } of scale.ticks) expect(scale.place(best + numberOf(label))).toBeCloseTo(at, 2);
    },
  );
});

test('log of negative values is that of their distance to the best one', () => {
  const scale = valueScale(sampleOf([-5, -4, -3, 2]), 'log');
  expect(scale.kind).toBe('distance');
  expect(scale.place(-5)).toBeLessThan(scale.place(-4));
});

test.each(['linear', 'log', 'auto'] as const)('a few outliers do not squash the others, and are told of: %s', asked => {
  const values = [...Array.from({ length: 960 }, (_, i) => 1 + (i % 100) / 50), ...Array(40).fill(1e30)];
  const scale = valueScale(sampleOf(values), asked);
  expect(scale.place(2.9) - scale.place(1)).toBeGreaterThan(0.3);
  expect(scale.place(1e30)).toBeGreaterThan(0.9);
  expect(scale.notes.join()).toMatch(/The \d+ % of values above .* \(up to 10³⁰|1·10³⁰\) stand at the upper edge/);
});

test('nothing is hidden where nothing would be gained', () => {
  expect(valueScale(sampleOf(falling(20, 5)), 'linear').notes).toEqual([]);
});

test('one value alone stands in the middle', () => {
  expect(valueScale(sampleOf([-3, -3]), 'log').place(-3)).toBeCloseTo(0.5);
  expect(valueScale(sampleOf([0]), 'auto').place(0)).toBeCloseTo(0.5);
});
