import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Optimizer, OptimizerContext } from '../contracts/optimizer.js';
import type { Reason } from '../contracts/reason.js';
import type { Evaluation, Proposal } from '../contracts/task.js';
import { createRandom } from '../random/streams.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import { searchSpace } from '../space/search-space.js';
import { type SequentialBody, type SequentialState, sequential } from './sequential.js';

const low = -2;
const high = 3;

function context(seed: number, dimensions = 3): OptimizerContext {
  return {
    space: searchSpace(parametersFromBounds(box(dimensions, low, high))),
    start: { point: new Float64Array(dimensions).fill(1) },
    random: createRandom(seed),
  };
}

/** Batches of sizes that depend on chance and on every kind of thing it is told. */
const wander: SequentialBody<{ batches: number }> = function* wander({ start, random }, { batches }) {
  let here: Float64Array = start.point.slice();
  let pull = 0;
  for (let batch = 0; batch < batches; batch++) {
    const size = 1 + random.integer(4) + (pull > 0.5 ? 1 : 0);
    const points = Array.from({ length: size }, () =>
      here.map(v => Math.min(high, Math.max(low, v + random.normal() - pull))),
    );
    const wants = ['gradient', 'residuals'] as const;
    const told = yield points.map(x => (batch % 3 === 0 ? { x } : { x, wants }));
    const best = told.reduce((a, b) => (b.value < a.value ? b : a));
    here = points[told.indexOf(best)] as Float64Array;
    pull = 0.1 * (best.gradient?.[0] ?? 0) + 0.1 * (best.residuals?.at(-1) ?? 0);
  }
  return { by: 'wander', message: `${batches} batches`, data: { pull } };
};
const createWander = sequential(wander);

function evaluate({ x, wants = [] }: Proposal): Evaluation {
  const value = x.reduce((sum, v) => sum + v * v, 0);
  return {
    value: (x[0] as number) > 2.5 ? Number.POSITIVE_INFINITY : value,
    ...(wants.includes('gradient') && { gradient: x.map(v => 2 * v) }),
    ...(wants.includes('residuals') && { residuals: x.slice(0, 1 + (value > 1 ? 1 : 0)) }),
    extras: { seen: value },
  };
}

/** Asks and tells as the numbers say (how many to ask for, how many to tell), then one by one to the end. */
function drive(optimizer: Optimizer, plan: Iterable<number> = [], pending: Proposal[] = []): number[][] {
  const points: number[][] = [];
  const step = (ask: number, tell: number) => {
    for (const proposal of optimizer.ask(ask)) {
      pending.push(proposal);
      points.push([...proposal.x]);
    }
    const told = pending.splice(0, tell);
    const evaluations = told.map(evaluate);
    optimizer.tell(told, evaluations);
    // What was handed over is the receiver's: neither side may look at the other's arrays again.
    for (const { x } of told) x.fill(Number.NaN);
  };
  for (const size of plan) if (optimizer.stop === undefined) step(1 + (size % 7), Math.floor(size / 7) % 7);
  while (optimizer.stop === undefined) step(1, Number.POSITIVE_INFINITY);
  return points;
}

const plans = fc.array(fc.nat(48), { maxLength: 60 });
const seeds = fc.nat(1000);

describe('a sequential optimizer', () => {
  test('asks for the same points however they are split over ask and tell', () => {
    fc.assert(
      fc.property(seeds, plans, (seed, plan) => {
        const split = createWander(context(seed), { batches: 8 });
        const whole = createWander(context(seed), { batches: 8 });
        expect(drive(split, plan)).toEqual(drive(whole));
        expect(split.stop).toEqual(whole.stop);
      }),
    );
  });

  test('goes on from a snapshot taken between any two calls, beginning with what was asked and not told', () => {
    fc.assert(
      fc.property(seeds, plans, fc.nat(200), (seed, plan, cut) => {
        const reference = drive(createWander(context(seed), { batches: 8 }));
        const optimizer = createWander(context(seed), { batches: 8 });
        const pending: Proposal[] = [];
        const points: number[][] = [];
        let told = 0;
        for (const [i, size] of plan.entries()) {
          if (i >= cut || optimizer.stop !== undefined) break;
          for (const proposal of optimizer.ask(1 + (size % 7))) {
            pending.push(proposal);
            points.push([...proposal.x]);
          }
          const now = pending.splice(0, Math.floor(size / 7) % 7);
          told += now.length;
          optimizer.tell(now, now.map(evaluate));
        }
        const state = optimizer.snapshot();
        const travelled = structuredClone(state);
        points.push(...drive(optimizer, [], pending));
        expect(state).toEqual(travelled);
        const restored = createWander(context(seed), { batches: 8 }, state);
        expect(restored.snapshot()).toEqual(travelled);
        expect(drive(restored)).toEqual(reference.slice(told));
        expect(restored.stop).toEqual(optimizer.stop);
        expect(points).toEqual(reference);
      }),
    );
  });

  test('gives the body what a replay can give it again, and no extras', () => {
    const seen: Evaluation[] = [];
    const create = sequential(function* once({ start }) {
      seen.push(...(yield [{ x: start.point }]));
      return { by: 'once', message: 'done' };
    });
    const optimizer = create(context(1), null);
    optimizer.tell(optimizer.ask(1), [{ value: 1, gradient: new Float64Array(3), extras: 'more' }]);
    expect(seen).toEqual([{ value: 1, gradient: new Float64Array(3) }]);
  });

  test('keeps arrays of its own: what the receiver of a point does to it is not seen', () => {
    const optimizer = createWander(context(1), { batches: 2 });
    const [first] = optimizer.ask(1);
    const before = [...(first as Proposal).x];
    const state = optimizer.snapshot();
    (first as Proposal).x.fill(77);
    state.batch.fill(77);
    expect([...optimizer.snapshot().batch.slice(0, 3)]).toEqual(before);
  });

  test('sets a coordinate that misses a bound by rounding onto it, before the body sees the value', () => {
    const x = new Float64Array([high + 1e-10, low - 1e-10, 0]);
    const create = sequential(function* edge() {
      yield [{ x }];
      return { by: 'edge', message: `evaluated at ${[...x]}` };
    });
    const optimizer = create(context(1), null);
    const asked = optimizer.ask(1);
    expect([...(asked[0] as Proposal).x]).toEqual([high, low, 0]);
    optimizer.tell(asked, [{ value: 1 }]);
    expect(optimizer.stop?.message).toBe('evaluated at 3,-2,0');
  });

  test('takes any finite number where there is no bound, and an ulp past a one-sided one', () => {
    const space = searchSpace([
      { kind: 'real', name: 'a', low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
      { kind: 'real', name: 'b', low: 0.3, high: Number.POSITIVE_INFINITY },
    ]);
    const asks = (point: readonly number[]) => () =>
      sequential(function* once() {
        yield [{ x: Float64Array.from(point) }];
        return { by: 'once', message: 'done' };
      })({ ...context(1), space }, null).ask(1)[0]?.x;
    expect(asks([-1e300, 0.3 - 5e-17])()).toEqual(Float64Array.of(-1e300, 0.3));
    expect(asks([0, 0.2999])).toThrow('point 1: "b" is 0.2999, outside of [0.3, Infinity]');
    expect(asks([Number.POSITIVE_INFINITY, 1])).toThrow('point 1: "a" is Infinity: expected a finite number');
  });
});

describe('a body that breaks its contract', () => {
  const breaking = (batch: unknown) =>
    sequential(function* broken() {
      yield batch as readonly Proposal[];
      return { by: 'broken', message: 'done' };
    });

  test.each([
    ['an empty batch', [], 'broken: yielded an empty batch: yield at least one point, or return a reason'],
    ['no list', 5, 'broken: expected a list of proposals, got 5'],
    ['no point', [{}], 'broken: point 1: expected x as a Float64Array, got undefined'],
    ['a short point', [{ x: new Float64Array(2) }], 'broken: point 1 has 2 coordinates, the space has 3'],
    ['NaN', [{ x: Float64Array.of(0, Number.NaN, 0) }], 'broken: point 1: "x2" is NaN: expected a finite number'],
    [
      'a point outside',
      [{ x: new Float64Array(3) }, { x: Float64Array.of(0, 0, 3.1) }],
      'broken: point 2: "x3" is 3.1, outside of [-2, 3]',
    ],
  ])('%s', (_, batch, message) => {
    expect(() => breaking(batch)(context(1), null)).toThrow(
      expect.objectContaining({ code: 'GLOMPO_OPTIMIZER', message }),
    );
  });

  test('that throws is reported with its error as the cause, by that call and every later one', () => {
    const cause = new TypeError('the matrix is singular');
    const create = sequential(function* fragile({ start }) {
      yield [{ x: start.point }];
      throw cause;
    });
    const optimizer = create(context(1), null);
    const asked = optimizer.ask(1);
    const thrown = expect.objectContaining({
      code: 'GLOMPO_OPTIMIZER',
      message: 'fragile: threw: the matrix is singular',
      cause,
    });
    expect(() => optimizer.tell(asked, [{ value: 1 }])).toThrow(thrown);
    expect(() => optimizer.ask(1)).toThrow(thrown);
  });

  test('that ends without a reason is refused', () => {
    const create = sequential(function* silent({ start }) {
      yield [{ x: start.point }];
      return undefined as unknown as Reason;
    });
    const optimizer = create(context(1), null);
    expect(() => optimizer.tell(optimizer.ask(1), [{ value: 1 }])).toThrow(
      'silent: ended without a reason, with undefined',
    );
  });
});

describe('what does not fit is refused', () => {
  test('more results than points outstanding, NaN, −Infinity', () => {
    const optimizer = createWander(context(3), { batches: 4 });
    const [first] = optimizer.ask(1);
    const told = [first as Proposal];
    expect(() => optimizer.tell([...told, ...told], [{ value: 1 }, { value: 1 }])).toThrow(
      'wander: tell: expected the results of the next of 1 outstanding points, got 2 for 2',
    );
    expect(() => optimizer.tell(told, [])).toThrow('got 0 for 1');
    expect(() => optimizer.tell(told, [{ value: Number.NaN }])).toThrow('got NaN');
    expect(() => optimizer.tell(told, [{ value: Number.NEGATIVE_INFINITY }])).toThrow('got -Infinity');
    expect(() => optimizer.ask(0)).toThrow('wander: ask: expected a limit of at least 1, got 0');
    expect(drive(createWander(context(3), { batches: 4 }, optimizer.snapshot()))).toEqual(
      drive(createWander(context(3), { batches: 4 })),
    );
  });

  test('a snapshot of another run, of other options, or a damaged one', () => {
    const optimizer = createWander(context(3), { batches: 4 });
    for (let i = 0; i < 6; i++) {
      const asked = optimizer.ask(1);
      optimizer.tell(asked, asked.map(evaluate));
    }
    const state = optimizer.snapshot();
    const restore = (seed: number, batches: number, given: SequentialState) => () =>
      createWander(context(seed), { batches }, given);
    const strayed = expect.objectContaining({
      code: 'GLOMPO_STATE',
      message: expect.stringContaining('cannot be continued'),
    });
    expect(restore(3, 4, state)).not.toThrow();
    expect(restore(4, 4, state)).toThrow(strayed);
    expect(restore(3, 1, state)).toThrow(strayed);
    expect(restore(3, 4, { ...state, values: state.values.slice(1) })).toThrow(
      'gradients: expected one length for each of 5 values',
    );
    expect(restore(3, 4, {} as SequentialState)).toThrow('values: expected a Float64Array');
  });
});
