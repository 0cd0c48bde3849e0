import { createRandom, type Optimizer, type Proposal, searchSpace } from '@glompo/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import type { CmaesInput } from './options.js';
import type { CmaesState } from './state.js';

type Objective = (x: Float64Array) => number;
const sphere: Objective = x => x.reduce((sum, xi) => sum + xi * xi, 0);
const ellipsoid: Objective = x => x.reduce((sum, xi, i) => sum + 10 ** ((4 * i) / (x.length - 1)) * xi * xi, 0);

function create(n: number, options: CmaesInput, { seed = 1, state }: { seed?: number; state?: CmaesState } = {}) {
  const space = searchSpace(Array.from({ length: n }, (_, i) => ({ kind: 'real', name: `x${i}`, low: -5, high: 5 })));
  const start = { point: new Float64Array(n).fill(3) };
  const context = { space, start, random: createRandom(seed) };
  return cmaesPlugin.create(context, cmaesPlugin.parse(options), state) as Optimizer<CmaesState>;
}
type Cmaes = ReturnType<typeof create>;

const evaluated = (proposals: readonly Proposal[], f: Objective = sphere) =>
  proposals.map(({ x }) => ({ value: f(x) }));
const points = (proposals: readonly Proposal[]) => proposals.map(({ x }) => [...x]);
/** Tells some of a list of proposals, by index. */
function tell(optimizer: Cmaes, proposals: readonly Proposal[], indices: readonly number[], f?: Objective) {
  const some = indices.map(i => proposals[i] as Proposal);
  optimizer.tell(some, evaluated(some, f));
}
/** Values of the snapshot's that are part of no update yet. */
const held = ({ current, late }: CmaesState) =>
  current.values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0) + late.arrived.values.length;

/** A run whose values come in any order: `slots` points are being evaluated at a time, and any of them is the next to end. */
function race(
  optimizer: Cmaes,
  f: Objective,
  { slots, seed, target }: { slots: number; seed: number; target: number },
) {
  const random = createRandom(seed);
  const waiting: Proposal[] = [];
  const running: Proposal[] = [];
  let told = 0;
  let best = Number.POSITIVE_INFINITY;
  while (best > target && optimizer.stop === undefined) {
    if (waiting.length < slots) waiting.push(...optimizer.ask(slots));
    if (optimizer.stop) break;
    running.push(...waiting.splice(0, slots - running.length));
    const [ended] = running.splice(random.integer(running.length), 1) as [Proposal];
    const value = f(ended.x);
    best = Math.min(best, value);
    optimizer.tell([{ x: ended.x.slice() }], [{ value }]);
    told++;
  }
  return { told, best, running: [...running, ...waiting] };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

describe('a generation that closes when a fraction of it is in', () => {
  it('begins the next one at once, and not before', () => {
    const optimizer = create(10, { generationFraction: 0.8 });
    const first = optimizer.ask(100);
    expect(first.length).toBe(10);
    tell(optimizer, first, [9, 3, 0, 1, 5, 6, 8]);
    expect(optimizer.ask(100)).toEqual([]);
    tell(optimizer, first, [2]);
    expect(optimizer.ask(4).length).toBe(4);
    expect(optimizer.snapshot()).toMatchObject({ generation: 1, current: { asked: 4 } });
    expect(optimizer.ask(100).length).toBe(6);
  });

  it.each([0.3, 0.8, 0.999])(
    'of which all is told makes the trials of one that waits for all (%f)',
    generationFraction => {
      const drive = (options: CmaesInput) => {
        const optimizer = create(5, { ...options, populationSize: 20 });
        const all: number[][] = [];
        while (optimizer.stop === undefined && all.length < 2000) {
          // As a worker does that evaluates by itself: never more than so many at once, all of them told.
          const proposals = optimizer.ask(13);
          all.push(...points(proposals));
          optimizer.tell(proposals, evaluated(proposals));
        }
        return all;
      };
      expect(drive({ generationFraction })).toEqual(drive({}));
    },
  );

  it('learns from late values: two values that differ make two searches', () => {
    const search = (late: number) => {
      const optimizer = create(4, { generationFraction: 0.5 });
      const first = optimizer.ask(100);
      tell(optimizer, first, [0, 1, 2, 3, 4, 5, 6]);
      const second = optimizer.ask(100);
      optimizer.tell([first[7] as Proposal], [{ value: late }]);
      tell(optimizer, second, [0, 1, 2, 3]);
      return points(optimizer.ask(100));
    };
    expect(search(0)).not.toEqual(search(1e9));
    expect(search(1e9)).toEqual(search(1e9));
  });

  it('of which nothing but failures has come waits for the others', () => {
    const optimizer = create(4, { generationFraction: 0.5 });
    const first = optimizer.ask(100);
    tell(optimizer, first, [0, 1, 2, 3, 4], () => Number.POSITIVE_INFINITY);
    expect(optimizer.ask(100)).toEqual([]);
    tell(optimizer, first, [5]);
    expect(optimizer.ask(100).length).toBe(8);
    expect(optimizer.snapshot().distribution.updates).toBe(1);
  });

  it('and all of which fails leaves the distribution as it is', () => {
    const optimizer = create(4, { generationFraction: 0.5, maxFailedGenerations: 2 });
    const before = optimizer.snapshot().distribution;
    for (const generation of [1, 2]) {
      const proposals = optimizer.ask(100);
      for (let i = 7; i >= 0; i--) tell(optimizer, proposals, [i], () => Number.POSITIVE_INFINITY);
      expect(optimizer.snapshot()).toMatchObject({ failedGenerations: generation, distribution: before });
    }
    expect(optimizer.stop?.message).toMatch(/^maxFailedGenerations/);
  });

  it('leaves at most one generation behind: who never answers is waited for at last', () => {
    const optimizer = create(4, { generationFraction: 0.75 });
    let outstanding = 0;
    let generations = 0;
    for (let open = optimizer.ask(100); open.length > 0; open = optimizer.ask(100)) {
      tell(optimizer, open, [0, 1, 2, 3, 4, 5]);
      outstanding += 2;
      generations++;
    }
    expect([generations, outstanding]).toEqual([5, 10]);
  });

  it('refuses a point that was not asked, or told before', () => {
    const optimizer = create(4, { generationFraction: 0.75 });
    const open = optimizer.ask(100);
    tell(optimizer, open, [2]);
    expect(() => tell(optimizer, open, [2])).toThrow(/cmaes: tell: the point \[.* is not outstanding/);
  });

  it('gives a snapshot that only its own option takes', () => {
    const optimizer = create(4, { generationFraction: 0.75 });
    tell(optimizer, optimizer.ask(100), [3]);
    expect(() => create(4, {}, { state: optimizer.snapshot() })).toThrow(/generationFraction below 1: restore it with/);
  });
});

describe('values in any order', () => {
  const setting = fc.record({
    generationFraction: fc.constantFrom(0.1, 0.5, 0.8, 0.95),
    populationSize: fc.constantFrom(2, 3, 7, 10, 70),
    slots: fc.integer({ min: 1, max: 30 }),
    seed: fc.nat(1e6),
  });

  it('are all part of an update or kept for the next one, and the points are given again after a snapshot', () => {
    fc.assert(
      fc.property(setting, fc.nat(300), ({ generationFraction, populationSize, slots, seed }, moments) => {
        const options = { generationFraction, populationSize };
        let optimizer = create(3, options, { seed });
        const random = createRandom(seed, 1);
        const outstanding: Proposal[] = [];
        let [kept, told] = [0, 0];
        for (let moment = 0; moment < moments && optimizer.stop === undefined; moment++) {
          const state = optimizer.snapshot();
          if (random.uniform() < 0.2) {
            optimizer = create(3, options, { seed: seed + moment, state: structuredClone(state) });
            expect(optimizer.snapshot()).toEqual(state);
            const again: Proposal[] = [];
            while (again.length < outstanding.length) {
              const portion = optimizer.ask(Math.min(1 + random.integer(5), outstanding.length - again.length));
              if (portion.length === 0) break;
              again.push(...portion);
            }
            expect(points(again)).toEqual(points(outstanding));
          }
          if (outstanding.length === 0 || random.uniform() < 0.4) {
            // What an update takes, it takes at once: nothing is held afterwards.
            const before = held(optimizer.snapshot());
            const { updates } = optimizer.snapshot().distribution;
            outstanding.push(...optimizer.ask(1 + random.integer(slots)));
            const after = optimizer.snapshot();
            expect(held(after)).toBe(after.distribution.updates > updates ? 0 : before);
            kept = held(after);
          } else {
            const [ended] = outstanding.splice(random.integer(outstanding.length), 1) as [Proposal];
            optimizer.tell([ended], [{ value: sphere(ended.x) }]);
            told++;
            const after = optimizer.snapshot();
            // One more, or all that were there entered an update: the last of the generation had come.
            expect([0, kept + 1]).toContain(held(after));
            kept = held(after);
          }
        }
        expect(told).toBeLessThanOrEqual(moments);
      }),
      { numRuns: 50 },
    );
  });

  it('continue bit for bit from a snapshot at any moment', () => {
    fc.assert(
      fc.property(setting, fc.nat(200), ({ slots, seed, ...options }, before) => {
        const original = create(3, options, { seed });
        const random = createRandom(seed, 2);
        const open: Proposal[] = [];
        const step = (optimizers: readonly Cmaes[]) => {
          const action = random.uniform();
          if (open.length === 0 || action < 0.4) {
            const limit = 1 + random.integer(slots);
            const asked = optimizers.map(optimizer => optimizer.ask(limit));
            for (const proposals of asked) expect(points(proposals)).toEqual(points(asked[0] ?? []));
            open.push(...(asked[0] ?? []));
          } else {
            const [ended] = open.splice(random.integer(open.length), 1) as [Proposal];
            for (const optimizer of optimizers) optimizer.tell([ended], evaluated([ended]));
          }
        };
        for (let i = 0; i < before && !original.stop; i++) step([original]);
        const restored = create(3, options, { seed: seed + 1, state: structuredClone(original.snapshot()) });
        if (original.stop) return;
        if (open.length > 0) expect(points(restored.ask(open.length))).toEqual(points(open));
        for (let i = 0; i < 100 && !original.stop; i++) step([original, restored]);
        expect(restored.snapshot()).toEqual(original.snapshot());
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['sphere', sphere],
    ['ellipsoid', ellipsoid],
  ])('find the minimum of a %s with little more evaluations than in order', (_, f) => {
    const evaluations = (generationFraction: number, slots: number) =>
      median(
        [1, 2, 3, 4, 5, 6, 7].map(seed => {
          const { told, best } = race(create(8, { generationFraction }, { seed }), f, { slots, seed, target: 1e-8 });
          expect(best).toBeLessThanOrEqual(1e-8);
          return told;
        }),
      );
    const inOrder = evaluations(1, 1);
    for (const fraction of [0.5, 0.8]) expect(evaluations(fraction, 10) / inOrder).toBeLessThan(1.5);
  });
});
