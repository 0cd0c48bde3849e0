import { createRandom, GlompoError, type Optimizer, searchSpace } from '@glompo/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import type { CmaesInput } from './options.js';
import type { CmaesState } from './state.js';

type Bounds = readonly (readonly [number, number])[];
interface Setting {
  readonly bounds: Bounds;
  readonly point: readonly number[];
  readonly spread?: readonly number[] | undefined;
  readonly options?: CmaesInput;
  readonly seed: number;
}

function create({ bounds, point, spread, options = {}, seed }: Setting, state?: CmaesState): Optimizer<CmaesState> {
  const space = searchSpace(bounds.map(([low, high], i) => ({ kind: 'real', name: `x${i}`, low, high })));
  const start = { point: Float64Array.from(point), ...(spread && { spread: Float64Array.from(spread) }) };
  const context = { space, start, random: createRandom(seed) };
  return cmaesPlugin.create(context, cmaesPlugin.parse(options), state) as Optimizer<CmaesState>;
}

const bounded = (n: number, seed = 1, options: CmaesInput = {}): Setting => ({
  bounds: Array.from({ length: n }, () => [-5, 5] as const),
  point: new Array(n).fill(1),
  options,
  seed,
});

/** Smooth, with failures in a corner: generations with +Infinity among their values. */
const objective = (x: Float64Array): number => {
  let sum = 0;
  for (const [i, xi] of x.entries()) sum += (1 + i) * (xi - 0.3) ** 2 + Math.cos(3 * xi);
  return (x[0] as number) > 2 ? Number.POSITIVE_INFINITY : sum;
};

/** Drives an optimizer for a number of evaluations, in portions that a list prescribes; all points in order. */
function drive(optimizer: Optimizer<CmaesState>, evaluations: number, portions: readonly number[] = [1e6]) {
  const points: number[][] = [];
  for (let turn = 0; points.length < evaluations && optimizer.stop === undefined; turn++) {
    const limit = Math.min(portions[turn % portions.length] as number, evaluations - points.length);
    const proposals = optimizer.ask(limit);
    if (proposals.length === 0) throw new Error('nothing is outstanding, and nothing is asked for');
    for (const { x } of proposals) points.push([...x]);
    optimizer.tell(
      proposals.map(({ x }) => ({ x: x.slice() })),
      proposals.map(({ x }) => ({ value: objective(x) })),
    );
  }
  return points;
}

/** Numbers to the last bit, compared faster than by structure. */
const text = (points: number[][]) => points.map(x => x.join(' ')).join('\n');

const anyBound = fc.constantFrom<readonly [number, number]>(
  [-5, 5],
  [0, 1e-3],
  [1e6, 1e6 + 1],
  [-3, Number.POSITIVE_INFINITY],
  [Number.NEGATIVE_INFINITY, 4],
  [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
);
const insides = ([low, high]: readonly [number, number], share: number) =>
  Number.isFinite(low) && Number.isFinite(high)
    ? Math.min(high, low + share * (high - low))
    : Number.isFinite(low)
      ? low + 3 * share
      : Number.isFinite(high)
        ? high - 3 * share
        : 6 * share - 3;
const setting: fc.Arbitrary<Setting> = fc
  .record({
    coordinates: fc.array(
      fc.record({
        bound: anyBound,
        share: fc.integer({ min: 0, max: 1000 }).map(k => k / 1000),
        spread: fc.double({ min: 1e-4, max: 2, noNaN: true }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    withSpread: fc.boolean(),
    active: fc.boolean(),
    boundary: fc.constantFrom('transform', 'penalty'),
    learningRates: fc.constantFrom('fixed', 'fixed', 'adapted'),
    populationSize: fc.option(fc.integer({ min: 2, max: 9 }), { nil: undefined }),
    seed: fc.nat(),
  })
  .map(({ coordinates, withSpread, active, boundary, learningRates, populationSize, seed }) => ({
    bounds: coordinates.map(c => c.bound),
    point: coordinates.map(c => insides(c.bound, c.share)),
    spread: withSpread ? coordinates.map(c => c.spread) : undefined,
    options: { active, boundary, learningRates, populationSize },
    seed,
  }));

describe('the points of cmaes', () => {
  it('do not depend on how they are split over calls', () => {
    fc.assert(
      fc.property(setting, fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }), (s, portions) => {
        expect(text(drive(create(s), 120, portions))).toBe(text(drive(create(s), 120)));
      }),
    );
  });

  it('do not depend on how many are told at once', () => {
    const setting = bounded(4, 3, { populationSize: 9 });
    const optimizer = create(setting);
    const points: number[][] = [];
    for (let generation = 0; generation < 10; generation++) {
      const proposals = optimizer.ask(100);
      expect(proposals.length).toBe(9);
      expect(optimizer.ask(100)).toEqual([]);
      for (const from of [0, 1, 5]) {
        const part = proposals.slice(from, from === 0 ? 1 : from === 1 ? 5 : 9);
        points.push(...part.map(({ x }) => [...x]));
        optimizer.tell(
          part,
          part.map(({ x }) => ({ value: objective(x) })),
        );
      }
    }
    expect(points).toEqual(drive(create(setting), 90));
  });

  it('lie inside the bounds, with finite coordinates', () => {
    fc.assert(
      fc.property(setting, s => {
        const outside = drive(create(s), 200).filter(x =>
          x.some(
            (xi, i) => !Number.isFinite(xi) || xi < (s.bounds[i]?.[0] as number) || xi > (s.bounds[i]?.[1] as number),
          ),
        );
        expect(outside).toEqual([]);
      }),
    );
  });

  it('belong to the receiver: writing into them changes nothing', () => {
    const spoiled = create(bounded(3));
    const points: number[][] = [];
    for (let i = 0; i < 100; i++) {
      const proposals = spoiled.ask(3);
      points.push(...proposals.map(({ x }) => [...x]));
      const evaluations = proposals.map(({ x }) => ({ value: objective(x) }));
      for (const { x } of proposals) x.fill(Number.NaN);
      spoiled.tell(proposals, evaluations);
    }
    expect(points).toEqual(drive(create(bounded(3)), points.length));
  });

  it('scale with the range: a box of another size and place sees the same search', () => {
    const there = drive(
      create({
        ...bounded(3),
        bounds: [
          [-8, 8],
          [-8, 8],
          [-8, 8],
        ],
        point: [2, -4, 0],
      }),
      7,
    );
    const elsewhere = drive(
      create({
        ...bounded(3),
        bounds: [
          [0, 1],
          [0, 2],
          [64, 128],
        ],
        point: [0.625, 0.5, 96],
      }),
      7,
    );
    for (const [k, [a, b, c]] of there.entries()) {
      const x = elsewhere[k] as number[];
      expect(x[0]).toBeCloseTo(((a as number) + 8) / 16, 12);
      expect(x[1]).toBeCloseTo(((b as number) + 8) / 8, 12);
      expect(x[2]).toBeCloseTo(64 + 4 * ((c as number) + 8), 9);
    }
  });

  it('begin with the standard deviations of sigma and its factors, or of the start’s spread', () => {
    const deviations = (s: Setting) => {
      const points = drive(create(s), 4000);
      return s.point.map((m, i) => Math.sqrt(points.reduce((v, x) => v + ((x[i] as number) - m) ** 2, 0) / 4000));
    };
    const bounds = [
      [-50, 50],
      [0, 1],
      [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    ] as const;
    const base = { bounds, point: [0, 0.5, 10], seed: 5 };
    const options = { sigma: 0.1, populationSize: 4000 };
    const bySigma = deviations({ ...base, options });
    for (const [i, expected] of [10, 0.1, 0.1].entries()) {
      expect((bySigma[i] as number) / expected).toBeGreaterThan(0.95);
      expect((bySigma[i] as number) / expected).toBeLessThan(1.05);
    }
    const byFactors = deviations({ ...base, options: { ...options, deviations: [1, 0.2, 30] } });
    for (const [i, expected] of [10, 0.02, 3].entries()) {
      expect((byFactors[i] as number) / expected).toBeGreaterThan(0.95);
      expect((byFactors[i] as number) / expected).toBeLessThan(1.05);
    }
    const bySpread = deviations({ ...base, options, spread: [3, 0.02, 7] });
    for (const [i, expected] of [3, 0.02, 7].entries()) {
      expect((bySpread[i] as number) / expected).toBeGreaterThan(0.95);
      expect((bySpread[i] as number) / expected).toBeLessThan(1.05);
    }
  });
});

describe('a snapshot of cmaes', () => {
  it('continues bit for bit from between any two calls, and gives again what was asked and not told', () => {
    fc.assert(
      fc.property(
        setting,
        fc.record({ before: fc.nat(100), asked: fc.nat(8), told: fc.nat(8), seed: fc.nat() }),
        (s, { before, asked, told, seed }) => {
          const original = create(s);
          drive(original, before, [3]);
          const open = asked === 0 ? [] : original.ask(asked);
          const first = open.slice(0, told);
          const evaluate = (list: typeof open) => list.map(({ x }) => ({ value: objective(x) }));
          original.tell(first, evaluate(first));
          const rest = open.slice(told).map(({ x }) => [...x]);
          // Through the structured clone, as between threads; the new stream stands elsewhere.
          const restored = create({ ...s, seed }, structuredClone(original.snapshot()));
          expect(restored.snapshot()).toEqual(original.snapshot());
          const later = open.slice(told);
          original.tell(later, evaluate(later));
          const continued = [...rest, ...drive(original, 60)];
          expect(text(drive(restored, continued.length, [2, 5]))).toBe(text(continued));
          expect(restored.stop).toEqual(original.stop);
          expect(restored.snapshot()).toEqual(original.snapshot());
        },
      ),
    );
  });

  it('holds where the factor is older than the covariance', () => {
    // λ = 4 in 100 dimensions factorizes every third generation.
    const s = bounded(100, 2, { populationSize: 4 });
    for (const before of [4, 8, 12, 17]) {
      const original = create(s);
      drive(original, before);
      const { distribution } = original.snapshot();
      expect(distribution.shape).toHaveProperty('model', 'cholesky');
      expect('factor' in distribution.shape).toBe(before % 12 !== 0);
      const restored = create(s, original.snapshot());
      expect(drive(restored, 40)).toEqual(drive(original, 40));
    }
  });

  it('shares no memory with the optimizer or with another snapshot', () => {
    const optimizer = create(bounded(3));
    drive(optimizer, 40);
    optimizer.inject?.(Float64Array.of(1, 1, 1), 0.5);
    optimizer.ask(2);
    optimizer.inject?.(Float64Array.of(2, 1, 1), 0.4);
    const snapshot = optimizer.snapshot();
    const copy = structuredClone(snapshot);
    const spoil = (value: unknown): void => {
      if (value instanceof Float64Array) value.fill(Number.NaN);
      else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) spoil(inner);
    };
    spoil(snapshot);
    expect(optimizer.snapshot()).toEqual(copy);
    const restored = create(bounded(3), copy);
    const reference = create(bounded(3), structuredClone(copy));
    spoil(copy);
    expect(drive(restored, 50)).toEqual(drive(reference, 50));
  });

  it('does not grow with the run', () => {
    const options = { tolFun: 0, tolFunHist: 0, tolX: 0, tolStagnation: 1_000_000 };
    const size = (evaluations: number) => {
      const optimizer = create(bounded(5, 1, options));
      drive(optimizer, evaluations);
      return JSON.stringify(optimizer.snapshot()).length;
    };
    expect(size(8000)).toBeLessThan(1.3 * size(1000));
  });

  it('is refused where it does not fit', () => {
    const state = create(bounded(3)).snapshot();
    const refusal = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return GlompoError.is(error, 'GLOMPO_STATE') ? error.message : error;
      }
      return undefined;
    };
    expect(refusal(() => create(bounded(4, 1, { populationSize: 7 }), state))).toMatch(/has 3 parameters, the space 4/);
    expect(refusal(() => create(bounded(3, 1, { populationSize: 20 }), state))).toMatch(/7 points per generation/);
    const { late: _, ...old } = state;
    for (const other of [
      { ...state, version: 5 },
      { ...old, version: 1 },
    ]) {
      expect(refusal(() => create(bounded(3), other as unknown as CmaesState))).toMatch(/version/);
    }
    const { distribution } = state;
    expect(refusal(() => create(bounded(3, 1, { boundary: 'penalty' }), state))).toMatch(/bounds in another way/);
    const adapted = create(bounded(3, 1, { learningRates: 'adapted' })).snapshot();
    expect(refusal(() => create(bounded(3, 1, { factor: 'symmetric' }), adapted))).toMatch(/other learning rates/);
    const shape = { ...distribution.shape, covariance: new Float64Array(3) } as CmaesState['distribution']['shape'];
    const damaged = { ...state, distribution: { ...distribution, shape } };
    expect(refusal(() => create(bounded(3), damaged))).toMatch(/damaged/);
    expect(refusal(() => create(bounded(3, 1, { covariance: 'limited' }), state))).toMatch(
      /is of the model "cholesky", the options ask for "limited"/,
    );
  });
});

describe('told results', () => {
  it('of only +Infinity leave the distribution as it is, and stop after the stated number of generations', () => {
    const optimizer = create(bounded(4, 1, { maxFailedGenerations: 3 }));
    drive(optimizer, 80);
    const before = optimizer.snapshot().distribution;
    for (let generation = 1; generation <= 3; generation++) {
      expect(optimizer.stop).toBeUndefined();
      const proposals = optimizer.ask(100);
      optimizer.tell(
        proposals,
        proposals.map(() => ({ value: Number.POSITIVE_INFINITY })),
      );
      expect(optimizer.snapshot().distribution).toEqual(before);
    }
    expect(optimizer.stop).toEqual({
      by: 'cmaes',
      message:
        'maxFailedGenerations: every value of 3 generations in a row was +Infinity; the distribution was not changed by them',
      data: { condition: 'maxFailedGenerations', generations: 3, limit: 3 },
      unfinished: true,
    });
    expect(optimizer.ask(5)).toEqual([]);
  });
});

describe('the search', () => {
  it('sees only the order of values: a strictly increasing transformation changes nothing', () => {
    const options = { tolFun: 0, tolFunHist: 0, tolStagnation: 1_000_000 };
    fc.assert(
      fc.property(
        fc.nat(),
        fc.constantFrom(Math.exp, Math.cbrt, (f: number) => 1e9 * f + 3),
        (seed, transform) => {
          const run = (rate: (f: number) => number) => {
            const optimizer = create(bounded(3, seed, options));
            const points: number[][] = [];
            for (let generation = 0; generation < 15; generation++) {
              const proposals = optimizer.ask(100);
              points.push(...proposals.map(({ x }) => [...x]));
              optimizer.tell(
                proposals,
                proposals.map(({ x }) => ({ value: rate(objective(x)) })),
              );
            }
            return points;
          };
          expect(run(transform)).toEqual(run(f => f));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('lets sigma grow on a linear function', () => {
    const free = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
    for (const n of [1, 2, 10]) {
      const optimizer = create({
        bounds: new Array(n).fill(free),
        point: new Array(n).fill(0),
        options: { sigma: 1 },
        seed: n,
      });
      while (optimizer.stop === undefined) {
        const proposals = optimizer.ask(100);
        optimizer.tell(
          proposals,
          proposals.map(({ x }) => ({ value: x[0] as number })),
        );
      }
      expect(optimizer.stop.data).toMatchObject({ condition: 'tolFacUpX' });
    }
  });
});
