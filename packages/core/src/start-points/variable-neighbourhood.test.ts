import { describe, expect, it } from 'vitest';
import { recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Parameter } from '../contracts/parameter.js';
import { moveOf } from '../moves/move.js';
import { parseStartPoints } from '../parts/parse-parts.js';
import { random, variableNeighbourhood } from './index.js';
import { atWork, parameters } from './rule.test.fixture.js';

const [low, high] = [0, 1];
const unit: readonly Parameter[] = Array.from({ length: 20 }, (_, i) => ({ kind: 'real', name: `x${i}`, low, high }));
const near = (point: readonly number[], among = parameters) => recordedStudy({ parameters: among, best: 7, point });
const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const middle = (among: readonly Parameter[]) => among.map(() => 0.5);

describe('variableNeighbourhood', () => {
  it('starts at distances of all scales: the logarithm of the size is uniform', () => {
    const work = atWork(variableNeighbourhood({ smallest: 0.001, largest: 0.1 }));
    const view = near(middle(unit), unit);
    const decades = Array.from({ length: 3000 }, () => {
      const { point, reason, spread } = work.start(view);
      const { size } = (reason?.data ?? {}) as { size: number };
      const changes = [...point].map(x => Math.abs(x - 0.5));
      expect(Math.max(...changes)).toBeLessThanOrEqual(size);
      // Of 20 coordinates, the one that is changed most by less than half with a chance of 1e-6.
      expect(Math.max(...changes)).toBeGreaterThan(0.5 * size);
      expect(spread?.[0]).toBeCloseTo(size / Math.sqrt(3), 12);
      return Math.log10(size);
    });
    expect(Math.min(...decades)).toBeGreaterThanOrEqual(-3);
    expect(Math.max(...decades)).toBeLessThanOrEqual(-1);
    for (let quarter = 0; quarter < 4; quarter++) {
      const part = decades.filter(x => x >= -3 + quarter / 2 && x < -2.5 + quarter / 2).length / decades.length;
      // A standard deviation is 0.008.
      expect(Math.abs(part - 0.25)).toBeLessThan(0.035);
    }
  });

  it('changes each coordinate by a uniform number, to both sides', () => {
    const work = atWork(variableNeighbourhood({ smallest: 0.1, largest: 0.1 }));
    const view = near(middle(unit), unit);
    const changes = Array.from({ length: 500 }, () => [...work.start(view).point].map(x => (x - 0.5) / 0.1)).flat();
    // 10,000 uniform numbers in ±1: standard errors are 0.006 and, of the mean square, 0.003.
    expect(Math.abs(mean(changes))).toBeLessThan(0.025);
    expect(Math.abs(mean(changes.map(x => x * x)) - 1 / 3)).toBeLessThan(0.015);
  });

  it('goes by decades and in whole numbers where parameters do', () => {
    const work = atWork(variableNeighbourhood({ smallest: 0.25, largest: 0.25 }));
    const starts = Array.from({ length: 400 }, () => work.start(near([1, 1, 3])).point);
    const of = (i: number) => starts.map(point => point[i] as number);
    // A quarter of 4 units, of 8 decades, of 4 steps.
    expect([Math.min(...of(0)), Math.max(...of(0))]).toEqual([expect.closeTo(0, 1), expect.closeTo(2, 1)]);
    const decades = of(1).map(Math.log10);
    expect([Math.min(...decades), Math.max(...decades)]).toEqual([expect.closeTo(-2, 1), expect.closeTo(2, 1)]);
    expect(Math.abs(mean(decades))).toBeLessThan(0.25);
    expect([...new Set(of(2))].sort()).toEqual([2, 3, 4]);
  });

  it('mirrors at the bounds what would lie outside', () => {
    const work = atWork(variableNeighbourhood({ smallest: 0.2, largest: 0.2 }));
    const corner = unit.map((_, i) => i % 2);
    const distances = Array.from({ length: 200 }, () =>
      [...work.start(near(corner, unit)).point].map((x, i) => Math.abs(x - (corner[i] as number))),
    ).flat();
    expect(Math.max(...distances)).toBeLessThanOrEqual(0.2);
    // Were they cut off, half of them would lie on the bound.
    expect(Math.abs(mean(distances) - 0.1)).toBeLessThan(0.005);
    expect(distances.filter(x => x === 0).length).toBeLessThan(5);
  });

  it('says of the run that it is a move, accepted only if it ends lower', () => {
    const { point, origin, reason } = atWork(variableNeighbourhood({})).start(near(middle(unit), unit));
    const move = moveOf(origin);
    expect(move).toMatchObject({ from: Float64Array.from(middle(unit)), value: 7, allowance: 0, temperature: 0 });
    expect(move?.reach).toBeCloseTo(Math.max(...[...point].map(x => Math.abs(x - 0.5))), 12);
    expect(reason?.message).toBe('near the best point of run 1, 7');
  });

  it('starts anywhere while no point is known', () => {
    expect(atWork(variableNeighbourhood({})).start()).toEqual(atWork(random()).start());
  });

  it('repeats from its seed, and takes no other', () => {
    const starts = (seed: number) => {
      const work = atWork(parseStartPoints('variableNeighbourhood'), { seed });
      return Array.from({ length: 20 }, () => work.start(near([1, 1, 3])));
    };
    expect(starts(1)).toEqual(starts(1));
    expect(starts(2)).not.toEqual(starts(1));
  });

  it('says what is wrong with its sizes', () => {
    expect(() => variableNeighbourhood({ smallest: 0.5 })).toThrow(
      'variableNeighbourhood: smallest: expected at most 0.3, as largest, got 0.5',
    );
    expect(() => variableNeighbourhood({ smallest: 0 })).toThrow('smallest: expected a number above 0');
    expect(() => parseStartPoints('variableNeighbourhood(0.1, 2)')).toThrow(
      'largest: expected a number above 0 and of at most 1',
    );
  });
});
