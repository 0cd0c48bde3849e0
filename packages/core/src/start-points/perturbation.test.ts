import { describe, expect, it } from 'vitest';
import { recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import { createRandom } from '../random/streams.js';
import { perturbation, random, single } from './index.js';
import { atWork, parameters, study } from './rule.test.fixture.js';
import { truncatedNormal } from './truncated-normal.js';

const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const deviation = (numbers: readonly number[]) => {
  const m = mean(numbers);
  return Math.sqrt(mean(numbers.map(x => (x - m) ** 2)));
};

describe('perturbation', () => {
  it('is normal around the point, with a width of each range, in search coordinates', () => {
    const work = atWork(perturbation({ around: [1, 100, 3], width: [0.05, 0.02, 0.001] }));
    const starts = Array.from({ length: 4000 }, () => work.start());
    const a = starts.map(({ point }) => point[0] as number);
    const b = starts.map(({ point }) => Math.log10(point[1] as number));
    // A twentieth of 4 units and a fiftieth of 8 decades, far from the bounds. A standard error is 1.6 % of it, of the deviation 1.1 %.
    for (const [numbers, center, width] of [
      [a, 1, 0.2],
      [b, 2, 0.16],
    ] as const) {
      expect(Math.abs(mean(numbers) - center)).toBeLessThan(0.06 * width);
      expect(Math.abs(deviation(numbers) / width - 1)).toBeLessThan(0.05);
    }
    expect(new Set(starts.map(({ point }) => point[2]))).toEqual(new Set([3]));
    expect([...(starts[0]?.spread ?? [])]).toEqual([0.2, 0.16, 0.005].map(x => expect.closeTo(x, 12)));
  });

  it('is around the best point known, and anywhere while there is none', () => {
    const work = atWork(perturbation(1e-9));
    expect(work.start()).toEqual(atWork(random()).start());
    const { point } = work.start(recordedStudy({ parameters, best: 1, point: [2, 10, 4] }));
    expect([...point]).toEqual([2, 10, 4].map(x => expect.closeTo(x, 5)));
  });

  it('says what is wrong with point and widths', () => {
    expect(() => perturbation({ width: [0.1, 0] })).toThrow(
      'perturbation: width: expected a number above 0, or a list of them, got [0.1,0]',
    );
    expect(() => perturbation({ width: -1 })).toThrow('expected a number above 0, or a list of them, got -1');
    expect(() => atWork(perturbation([0.1, 0.2])).start()).toThrow(
      'perturbation: width: expected one number, or 3, one per parameter, got 2',
    );
    expect(() => atWork(perturbation({ around: [1] })).start()).toThrow(
      'perturbation: around: expected 3 coordinates, one per parameter, got 1',
    );
    expect(() => atWork(perturbation({ around: [1, 1, 2.5] })).start()).toThrow(
      'perturbation: around: n = 2.5 is no whole number',
    );
  });
});

describe('a truncated normal number', () => {
  // Mean and deviation of normal numbers with these parameters on the condition that they lie in [0, 1], by scipy.stats.truncnorm.
  it.each([
    [0, 0.5, 0.361395, 0.250657],
    [0.2, 0.3, 0.324268, 0.212383],
    [0.9, 3, 0.50369, 0.288127],
  ])('around %f with deviation %f', (center, width, expectedMean, expectedDeviation) => {
    const stream = createRandom(1);
    const numbers = Array.from({ length: 20_000 }, () => truncatedNormal(center, width, stream));
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(1);
    // Standard errors are about 0.002.
    expect(Math.abs(mean(numbers) - expectedMean)).toBeLessThan(0.008);
    expect(Math.abs(deviation(numbers) - expectedDeviation)).toBeLessThan(0.006);
  });
});

describe('single', () => {
  it('starts every run at the point', () => {
    const work = atWork(single([0, 1, 2]));
    const starts = [work.start(), work.start()];
    expect(starts).toEqual([{ point: Float64Array.of(0, 1, 2) }, { point: Float64Array.of(0, 1, 2) }]);
    expect(starts[0]?.point).not.toBe(starts[1]?.point);
  });

  it('draws one where none is given', () => {
    const work = atWork(single());
    const { point } = work.start();
    expect(point).toEqual(atWork(random()).start().point);
    expect(work.start().point).toEqual(point);
    expect(atWork(single(), { seed: 2 }).start().point).not.toEqual(point);
  });

  it('refuses a point that is none of the task', () => {
    expect(() => atWork(single([0, 1e5, 2])).start()).toThrow(
      'single: point: b = 100000 is outside its bounds [0.0001, 10000]',
    );
    expect(() => atWork(single([0]), { view: study }).start()).toThrow(
      'single: point: expected 3 coordinates, one per parameter, got 1',
    );
  });
});
