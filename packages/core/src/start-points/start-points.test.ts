import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Start, StartPoints } from '../contracts/decision.js';
import type { Parameter } from '../contracts/parameter.js';
import type { StudyView } from '../contracts/view.js';
import { createRandom } from '../random/streams.js';
import { basinHopping, given, incumbent, random } from './index.js';

const parameters: readonly Parameter[] = [
  { kind: 'real', name: 'a', low: -1, high: 3 },
  { kind: 'real', name: 'b', low: 1e-4, high: 1e4, scale: 'log' },
];
const optimizer = { plugin: 'optimizer', name: 'a', options: {} };
const study = recordedStudy({ parameters });

function starts(rule: StartPoints, n: number, { view = study as StudyView, seed = 1 } = {}): Start[] {
  const stream = createRandom(seed);
  return Array.from({ length: n }, () => rule.next(view, { random: stream, optimizer }));
}

describe('random', () => {
  it('is uniform, over the decades of logarithmic parameters', () => {
    const points = starts(random(), 4000).map(({ point }) => [...point] as [number, number]);
    // Four quarters of each range: 1000 each, with a standard deviation of 27.
    for (const quarter of [0, 1, 2, 3]) {
      const inA = points.filter(([a]) => a >= -1 + quarter && a < quarter).length;
      const inB = points.filter(([, b]) => b >= 10 ** (2 * quarter - 4) && b < 10 ** (2 * quarter - 2)).length;
      for (const count of [inA, inB]) expect(Math.abs(count - 1000)).toBeLessThan(110);
    }
  });

  it('is uniform also where the range overflows', () => {
    const view = recordedStudy({ parameters: [{ kind: 'real', name: 'x', low: -1.7e308, high: 1.7e308 }] });
    const points = starts(random(), 100, { view }).map(({ point }) => point[0] as number);
    expect(points.filter(x => x < 0).length).toBeGreaterThan(30);
    expect(points.filter(x => x > 0 && x < 1.7e308).length).toBeGreaterThan(30);
  });

  it('stays inside of any bounds, and repeats from its seed', () => {
    const bound = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(bound, bound, fc.integer(), (a, b, seed) => {
        fc.pre(a !== b);
        const [low, high] = a < b ? [a, b] : [b, a];
        const view = recordedStudy({ parameters: [{ kind: 'real', name: 'x', low, high }] });
        const points = starts(random(), 3, { view, seed }).map(({ point }) => point[0] as number);
        for (const x of points) expect(x >= low && x <= high).toBe(true);
        expect(starts(random(), 3, { view, seed }).map(({ point }) => point[0])).toEqual(points);
      }),
    );
  });
});

describe('incumbent', () => {
  it('starts at the best point, with a spread in search coordinates', () => {
    const view = recordedStudy({ parameters, best: 1, point: [2, 10] });
    const [start] = starts(incumbent({ spread: 0.25 }), 1, { view });
    expect(start?.point).toEqual(Float64Array.of(2, 10));
    expect(start?.point).not.toBe(view.incumbent?.point);
    // A quarter of 4 units and of 8 decades.
    expect(start?.spread).toEqual(Float64Array.of(1, 2));
  });

  it('starts anywhere while there is none', () => {
    expect(starts(incumbent(), 3)).toEqual(starts(random(), 3));
  });
});

describe('given', () => {
  it('starts at the points first, and then by the other rule', () => {
    const [one, two, three] = starts(given([[0, 1], Float64Array.of(1, 2)], incumbent()), 3, {
      view: recordedStudy({ parameters, best: 1, point: [2, 10] }),
    });
    expect(one).toEqual({ point: Float64Array.of(0, 1), origin: { rule: 'given', point: 1 } });
    expect(two).toEqual({ point: Float64Array.of(1, 2), origin: { rule: 'given', point: 2 } });
    expect(three?.point).toEqual(Float64Array.of(2, 10));
    expect(starts(given([0, 1]), 2)[1]).toEqual(starts(random(), 1)[0]);
  });

  it('begins with the first point in each study', () => {
    const rule = given([[0, 1]]);
    for (let i = 0; i < 2; i++)
      expect(starts(rule.begin?.() as StartPoints, 1)[0]?.point).toEqual(Float64Array.of(0, 1));
  });

  it('lets the other rule begin anew in each study too', () => {
    const rule = given([0, 1], basinHopping(1));
    const origins = () => starts(rule.begin?.() as StartPoints, 2).map(({ origin }) => origin);
    expect(origins()[1]).toEqual({ rule: 'basinHopping', walker: 1, move: 1 });
    expect(origins()[1]).toEqual({ rule: 'basinHopping', walker: 1, move: 1 });
  });

  it('keeps the points as they were given', () => {
    const point = [0, 1];
    const rule = given([point]);
    point[0] = 99;
    const start = starts(rule, 1)[0] as Start;
    expect(start.point).toEqual(Float64Array.of(0, 1));
    start.point[0] = 99;
    expect(starts(rule.begin?.() as StartPoints, 1)[0]?.point).toEqual(Float64Array.of(0, 1));
  });

  it('lets the other rule hear how runs ended', () => {
    const rule = given([[0, 1]], basinHopping({ temperature: 1, walkers: 1 }));
    starts(rule, 1);
    const best = { value: 5, point: Float64Array.of(0.5, 1), run: 1, trial: 9 };
    rule.ended?.(
      { id: 1, optimizer, status: 'converged', trials: 9, best, origin: { rule: 'given', point: 1 }, note: undefined },
      study,
      createRandom(1),
    );
    expect(starts(rule, 1)[0]?.reason?.message).toBe('move 1 of walker 1, from 5');
  });

  it('refuses points that are not points, before the study, and those outside of its box, at its first start', () => {
    expect(() => given([])).toThrow('given: points: expected at least one point, got none');
    // @ts-expect-error
    expect(() => given(['a'])).toThrow(
      'given: points: expected a point or a list of points, each a list of numbers, got ["a"]',
    );
    expect(() => given([[0, Number.NaN]])).toThrow('given: points: expected a point or a list of points');
    // @ts-expect-error
    expect(() => given([0, 1], random)).toThrow(
      'given: then: expected a rule of start points such as random(), got a function',
    );
    expect(() => starts(given([[0, 1], [0]]), 1)).toThrow(
      'given: point 2: expected 2 coordinates, one per parameter, got 1',
    );
    expect(() =>
      starts(
        given([
          [0, 1],
          [3.5, 1],
        ]),
        1,
      ),
    ).toThrow('given: point 2: a = 3.5 is outside its bounds [-1, 3]');
    expect(() => starts(given([0, Infinity]), 1)).toThrow('given: point 1: b = Infinity is outside its bounds');
  });
});
