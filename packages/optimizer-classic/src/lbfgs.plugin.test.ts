import { box, createRandom } from '@glompo/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import plugin from './lbfgs.plugin.js';
import {
  create,
  evaluate,
  isInside,
  lennardJones,
  minimize,
  type Problem,
  quadratic,
  rosenbrock,
} from './minimize.test.fixture.js';

const withoutGradient = ({ gradient: _, ...problem }: Problem): Problem => problem;
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (v, i) => Math.abs(v - b[i]!)));
const coordinate = fc.double({ min: -3, max: 3, noNaN: true });

describe('with gradients', () => {
  test.each([
    // What L-BFGS-B of SciPy 1.17 needs for the same: 91 (another minimum) and 267.
    [2, 60],
    [10, 110],
    [40, 300],
  ])('finds the minimum of Rosenbrock’s function in %i dimensions within %i evaluations', (n, most) => {
    const { best, points, stop } = minimize(plugin, rosenbrock(n));
    expect(best.value).toBeLessThan(1e-10);
    expect(points.length).toBeLessThan(most);
    expect(stop?.data).toMatchObject({ evaluations: points.length });
  });

  test('finds minima on the bounds, from starts on the bounds too', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 6 }), pairs => {
        const clip = (v: number) => Math.min(1, Math.max(-1, v));
        const target = pairs.map(([t]) => t);
        const problem = quadratic(
          target,
          box(target.length, -1, 1),
          pairs.map(([, s]) => clip(s)),
        );
        const { best, points } = minimize(plugin, problem, { gradientTolerance: 1e-7, valueTolerance: 0 });
        expect(points.every(x => isInside(x, problem.bounds))).toBe(true);
        expect(distance(best.x, target.map(clip))).toBeLessThan(1e-6);
        expect(points.length).toBeLessThan(60);
      }),
    );
  });

  test('leaves a bound again when the gradient turns inward', () => {
    // From (−3, 0) the value rises with y; from x = −0.4 on it falls, down to the minimum (0.5, 0.45).
    const problem: Problem = {
      bounds: [
        [-3, 3],
        [0, 3],
      ],
      start: [-3, 0],
      value: ([x, y]) => (x! - 0.5) ** 2 + 50 * (y! - 0.2 - x! / 2) ** 2,
      gradient: ([x, y]) => {
        const bend = 100 * (y! - 0.2 - x! / 2);
        return Float64Array.of(2 * (x! - 0.5) - bend / 2, bend);
      },
    };
    const { best, points } = minimize(plugin, problem);
    expect(points[1]![0]).toBeGreaterThan(-3);
    expect(points[1]![1]).toBe(0);
    expect(distance(best.x, [0.5, 0.45])).toBeLessThan(1e-5);
  });

  test('goes the same way in units of the ranges, whatever they are', () => {
    const scales = [1e-3, 1, 1e4];
    const target = [0.3, -0.2, 0.7];
    const scaled = (unit: readonly number[]): Problem => ({
      bounds: unit.map(u => [-u, u] as const),
      start: unit.map(u => -0.9 * u),
      value: x => x.reduce((sum, v, i) => sum + Math.cosh((i + 1) * (v / unit[i]! - target[i]!)), 0),
      gradient: x => x.map((v, i) => ((i + 1) * Math.sinh((i + 1) * (v / unit[i]! - target[i]!))) / unit[i]!),
    });
    const options = { gradientTolerance: 0, valueTolerance: 1e-12 };
    const equal = minimize(plugin, scaled([1, 1, 1]), options);
    const unequal = minimize(plugin, scaled(scales), options);
    expect(unequal.points.length).toBe(equal.points.length);
    expect(
      distance(
        unequal.best.x.map((v, i) => v / scales[i]!),
        equal.best.x,
      ),
    ).toBeLessThan(1e-9);
  });

  test('relaxes LJ13 from random starts to minima where the gradient vanishes, and finds the lowest among them', () => {
    const half = 2.02;
    const random = createRandom(5);
    let lowest = 0;
    for (let run = 0; run < 30; run++) {
      const start = Array.from({ length: 39 }, () => (2 * random.uniform() - 1) * half);
      const problem = lennardJones(13, half, start);
      const { best, points, stop } = minimize(plugin, problem, { gradientTolerance: 1e-5, valueTolerance: 0 });
      expect(stop?.message).toMatch(/^the projected gradient .* is at most 0.00001 /);
      const gradient = problem.gradient!(best.x);
      const free = gradient.filter((_, i) => Math.abs(best.x[i]!) < half);
      expect(Math.max(...free.map(Math.abs))).toBeLessThan(1e-4);
      expect(points.length).toBeLessThan(1000);
      lowest = Math.min(lowest, best.value);
    }
    expect(lowest).toBeCloseTo(-44.326801, 5);
  });

  test('needs about a hundred evaluations for LJ38 from a perturbed minimum', () => {
    const half = 2.65;
    const random = createRandom(3);
    const options = { gradientTolerance: 1e-4, valueTolerance: 0 };
    const start = Array.from({ length: 114 }, () => (2 * random.uniform() - 1) * half);
    let { x } = minimize(plugin, lennardJones(38, half, start), options).best;
    const counts: number[] = [];
    for (let hop = 0; hop < 9; hop++) {
      const moved = [...x].map(v => Math.min(half, Math.max(-half, v + 0.36 * (2 * random.uniform() - 1))));
      const { best, points } = minimize(plugin, lennardJones(38, half, moved), options);
      counts.push(points.length);
      x = best.x;
    }
    expect(counts.sort((a, b) => a - b)[4]).toBeLessThan(200);
  });
});

describe('without gradients', () => {
  test.each(['forward', 'central', 'refined'])('finds with %s differences what gradients find', differences => {
    for (const problem of [
      rosenbrock(6),
      quadratic([2, -2, 0.3], box(3, -1, 1), [0.9, 0, -0.9]),
      quadratic([0.5, 2], box(2, -1, 1), [-1, 1]),
    ]) {
      const gradients = minimize(plugin, problem);
      const estimates = minimize(plugin, withoutGradient(problem), { differences });
      expect(estimates.points.every(x => isInside(x, problem.bounds))).toBe(true);
      expect(estimates.best.value).toBeCloseTo(gradients.best.value, 8);
      expect(distance(estimates.best.x, gradients.best.x)).toBeLessThan(1e-3);
    }
  });

  test('asks for all differences of a point together, and for none where the value is too high', () => {
    const n = 12;
    const { points, batches, stop } = minimize(plugin, withoutGradient(rosenbrock(n)), { differences: 'forward' });
    const iterations = (stop!.data as { iterations: number }).iterations;
    const values = batches - (points.length - batches) / (n - 1);
    // One batch of n per accepted point and the start; one point more per batch of differences, and the rejected ones.
    expect((points.length - values) % n).toBe(0);
    expect((points.length - values) / n).toBeLessThanOrEqual(1.1 * (iterations + 1));
    expect(values).toBeGreaterThan((points.length - values) / n);
  });

  test('estimates where a task gives gradients with holes from the start', () => {
    const problem = quadratic([0.5, 0.2], box(2, -1, 1), [-1, 1]);
    const { best } = minimize(plugin, { ...problem, gradient: () => Float64Array.of(1, Number.NaN) });
    expect(distance(best.x, [0.5, 0.2])).toBeLessThan(1e-4);
  });
});

/** For each time that it asked for values together: how many points, all inside. */
function batchesOf(problem: Problem, options: unknown): { readonly sizes: number[]; readonly best: number } {
  const optimizer = create(plugin, problem, { options });
  const sizes: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  while (optimizer.stop === undefined) {
    const asked = optimizer.ask(1000);
    expect(asked.every(({ x }) => isInside(x, problem.bounds))).toBe(true);
    const evaluations = asked.map(proposal => evaluate(problem, proposal));
    best = Math.min(best, ...evaluations.map(({ value }) => value));
    sizes.push(asked.length);
    optimizer.tell(asked, evaluations);
  }
  return { sizes, best };
}

describe('refined differences', () => {
  const n = 6;
  // The values have a large offset and little curvature: forward differences drown in rounding first.
  const flat: Problem = {
    bounds: box(n, -5, 0.5),
    start: [-2, -3, -1, -4, 0.2, -0.5],
    value: x => 1000 + 1e-3 * x.reduce((sum, v, i) => sum + (i + 1) * (v - (i === 2 ? 0.7 : 0.3)) ** 2, 0),
  };
  // At the bound, 0.2 short of where its third coordinate would be.
  const lowest = 1000 + 1e-3 * 3 * 0.2 ** 2;

  test('come much nearer to the minimum than forward ones', () => {
    const error = (differences: string) =>
      batchesOf(flat, { differences, valueTolerance: 0, gradientTolerance: 1e-9 }).best - lowest;
    expect(error('refined')).toBeLessThan(1e-12);
    expect(error('forward')).toBeGreaterThan(30 * Math.max(1e-13, error('refined')));
  });

  test.each([
    ['the gradient is flat', 1e-6, /^the projected gradient/],
    ['the value falls no more', 1, /^the value fell by/],
  ])('cost no more until %s; then all are central', (_, bend, reason) => {
    const problem: Problem = {
      ...flat,
      value: x => 1000 + bend * x.reduce((sum, v, i) => sum + (i + 1) * (v - 0.3) ** 2, 0),
    };
    expect(minimize(plugin, problem, { differences: 'forward' }).stop?.message).toMatch(reason);
    const forward = batchesOf(problem, { differences: 'forward' }).sizes;
    const { sizes } = batchesOf(problem, {});
    const first = sizes.indexOf(2 * n);
    expect(first).toBe(forward.length);
    expect(sizes.slice(0, first)).toEqual(forward);
    const later = sizes.slice(first).filter(size => size > 1);
    expect(later.length).toBeGreaterThan(1);
    expect(new Set(later)).toEqual(new Set([2 * n]));
  });

  test('go on where no lower value was found', () => {
    // Nearly pointed: curvature grows without bound towards the minimum.
    const pointed: Problem = {
      ...flat,
      bounds: box(n, -5, 5),
      value: x => x.reduce((sum, v, i) => sum + Math.abs((i + 1) * (v - 0.3)) ** 1.1, 0),
    };
    const forward = minimize(plugin, pointed, { differences: 'forward' });
    expect(forward.stop?.message).toMatch(/^no lower value was found, and no quadratic model holds/);
    const { sizes, best } = batchesOf(pointed, {});
    expect(best).toBeLessThan(1e-3 * forward.best.value);
    // After one that was never a success: 20 points of a search along a line, or fewer.
    const first = sizes.indexOf(2 * n);
    expect(sizes.slice(first - 2, first)).toEqual([1, 1]);
  });

  test('ask once more of a constant function, and go nowhere', () => {
    const { sizes } = batchesOf({ ...flat, value: () => 5 }, {});
    expect(sizes).toEqual([1, n, 2 * n]);
  });

  test('end the run where they are not finite', () => {
    const x0 = flat.start;
    // Nothing but the start and small steps from it have values: forward ones of 2^-26, and none of 2^-17.
    const narrow: Problem = {
      ...flat,
      value: x => (x.every((v, i) => Math.abs(v - x0[i]!) < 1e-6) ? 7 : Number.POSITIVE_INFINITY),
    };
    const { stop, points } = minimize(plugin, narrow);
    expect(stop?.message).toMatch(/^there is no finite gradient to go on along/);
    expect(points.length).toBe(1 + 3 * n);
  });

  test('are not asked for where the task gives gradients', () => {
    const problem = rosenbrock(6);
    const { points, batches } = minimize(plugin, problem, { differences: 'refined' });
    expect(points.length).toBe(batches);
    expect(minimize(plugin, problem, { differences: 'forward' }).points).toEqual(points);
  });
});

/** As BBOB's f19: a curved valley, rotated, with ripples of all heights. */
function rippled(n: number, seed: number): Problem {
  const random = createRandom(seed);
  const rotation: Float64Array[] = [];
  while (rotation.length < n) {
    const row = Float64Array.from({ length: n }, () => random.normal());
    for (const other of rotation) {
      const along = row.reduce((sum, v, i) => sum + v * other[i]!, 0);
      for (let i = 0; i < n; i++) row[i]! -= along * other[i]!;
    }
    const length = Math.hypot(...row);
    rotation.push(row.map(v => v / length));
  }
  return {
    bounds: box(n, -5, 5),
    start: Array.from({ length: n }, () => 10 * random.uniform() - 5),
    value(x) {
      const z = rotation.map(row => row.reduce((sum, v, i) => sum + v * x[i]!, 0.5));
      let sum = 0;
      for (let i = 0; i + 1 < n; i++) {
        const s = 100 * (z[i]! ** 2 - z[i + 1]!) ** 2 + (z[i]! - 1) ** 2;
        sum += s / 4000 - Math.cos(s);
      }
      return (10 / (n - 1)) * sum + 10;
    },
  };
}

test('does not crawl on where no quadratic model holds', () => {
  // Were pairs forgotten as often as searches fail, 8 of these would make 20,000 to more than 60,000 evaluations.
  const made = Array.from({ length: 40 }, (_, seed) => minimize(plugin, rippled(10, seed + 1)).points.length);
  expect(Math.max(...made)).toBeLessThan(10_000);
});

describe('failures', () => {
  test('are stepped back from, whether there is no value or no gradient', () => {
    const inner = quadratic([0.9, 0.9, 0.9], box(3, -2, 2), [-1.5, -1, 0]);
    const outside = (x: Float64Array) => x.some(v => v > 1);
    const failing: Problem = { ...inner, value: x => (outside(x) ? Number.POSITIVE_INFINITY : inner.value(x)) };
    const holes: Problem = {
      ...inner,
      gradient: x => (outside(x) ? x.map(() => Number.NaN) : inner.gradient!(x)),
    };
    const options = { initialStep: 1 };
    for (const problem of [failing, holes, withoutGradient(failing)]) {
      const { best, points } = minimize(plugin, problem, options);
      expect(points.some(outside)).toBe(true);
      expect(distance(best.x, [0.9, 0.9, 0.9])).toBeLessThan(1e-4);
    }
  });

  test('at the start end the run, with the reason', () => {
    const problem = quadratic([0.5], box(1, -1, 1), [0]);
    const hopeless = minimize(plugin, { ...problem, value: () => Number.POSITIVE_INFINITY });
    expect(hopeless.stop?.message).toBe('there is no value at the start to descend from (0 iterations, 1 evaluations)');
    const lonely = {
      ...withoutGradient(problem),
      value: ([x]: Float64Array) => (x === 0 ? 1 : Number.POSITIVE_INFINITY),
    };
    expect(minimize(plugin, lonely).stop?.message).toBe(
      'there is no finite gradient at the start to descend along (0 iterations, 2 evaluations)',
    );
  });
});

describe('stops', () => {
  test('say which limit was met, with the figures', () => {
    const problem = rosenbrock(4);
    const stopOf = (options: unknown) => minimize(plugin, problem, options).stop;
    expect(stopOf({ maxIterations: 3 })).toMatchObject({ by: 'lbfgs', data: { iterations: 3 } });
    expect(stopOf({ gradientTolerance: 100 })?.message).toMatch(/^the projected gradient \S+ is at most 100 \(/);
    expect(stopOf({ valueTolerance: 0.5, gradientTolerance: 0 })?.message).toMatch(
      /^the value fell by \S+ \(relative\), at most 0.5 \(/,
    );
    // Nothing but rounding ends this one.
    const stop = minimize(plugin, lennardJones(3, 2, [0, 0, 0, 1, 0, 0, 0, 1, 0.5]), {
      valueTolerance: 0,
      gradientTolerance: 0,
    }).stop;
    expect(stop?.message).toMatch(/^(no lower value|the value fell by|the projected gradient)/);
    expect((stop!.data as { gradient: number }).gradient).toBeLessThan(1e-7);
  });

  test('keep every step within maxStep of the range', () => {
    const { points } = minimize(plugin, rosenbrock(4), { maxStep: 0.01, initialStep: 1 });
    expect(distance(points[1]!, points[0]!)).toBeCloseTo(0.15, 12);
  });
});
