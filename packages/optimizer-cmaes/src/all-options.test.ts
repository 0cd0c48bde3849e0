import { createRandom, type Random, searchSpace } from '@glompo/core';
import { expect, test } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import type { CmaesInput } from './options.js';

const infinite = Number.POSITIVE_INFINITY;
const kinds = [
  { kind: 'real', low: -5, high: 5, start: 1 },
  { kind: 'real', low: 0, high: 1e-3, start: 0 },
  { kind: 'real', low: -infinite, high: infinite, start: 2 },
  { kind: 'real', low: 0, high: infinite, start: 1 },
  { kind: 'real', low: -infinite, high: 3, start: 2 },
  { kind: 'integer', low: 0, high: 1, start: 0 },
  { kind: 'integer', low: -10, high: 10, start: 3 },
  { kind: 'integer', low: 2, high: infinite, start: 3 },
] as const;

const oneOf = <T>(random: Random, list: readonly T[]) => list[random.integer(list.length)] as T;
const sometimes = (random: Random, options: CmaesInput) => (random.uniform() < 0.3 ? options : {});

function anyOptions(random: Random, n: number): CmaesInput {
  const covariance = oneOf(random, ['full', 'full', 'separable', 'limited'] as const);
  return {
    covariance,
    ...(covariance === 'full' && sometimes(random, { factor: 'symmetric' })),
    ...(covariance === 'full' && sometimes(random, { learningRates: 'adapted' })),
    ...sometimes(random, { mirrored: true }),
    ...sometimes(random, { elitist: true }),
    ...sometimes(random, { active: false }),
    ...sometimes(random, { injection: 'nudged' }),
    ...sometimes(random, { boundary: 'penalty' }),
    ...sometimes(random, { restarts: oneOf(random, ['ipop', 'bipop']), maxRestarts: random.integer(4) }),
    ...sometimes(random, { generationFraction: oneOf(random, [0.1, 0.5, 0.8]) }),
    ...sometimes(random, { maxGenerations: 1 + random.integer(8) }),
    ...(n > 1 && sometimes(random, { fixed: [1 + random.integer(n)] })),
    populationSize: 2 + random.integer(9),
    maxFailedGenerations: 1 + random.integer(5),
    sigma: oneOf(random, [0.3, 1, 1e-3]),
  };
}

/** Objectives that an optimizer has to live with. */
const objectives: readonly ((sum: number, random: Random) => number)[] = [
  sum => sum,
  (_, random) => random.uniform(),
  () => 1,
  (sum, random) => (random.uniform() < 0.9 ? infinite : sum),
  (sum, random) => (random.uniform() < 0.5 ? Number.NaN : sum),
  sum => Math.floor(sum),
  sum => sum * 1e300,
  sum => sum * 1e-300,
];

/** Equal where values are, to the last bit; compared faster than by structure. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'number') return `${inner}`;
    if (inner instanceof Float64Array) return inner.join();
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

test('with any options a run goes on bit for bit from a snapshot at any step, injections and failures included, and never comes to a dead end', () => {
  for (let seed = 1; seed <= 90; seed++) {
    const random = createRandom(seed);
    const n = 1 + random.integer(oneOf(random, [4, 4, 18]));
    const parameters = Array.from({ length: n }, (_, i) => ({ ...oneOf(random, kinds), name: `x${i}` }));
    const space = searchSpace(parameters);
    const options = anyOptions(random, n);
    const objective = oneOf(random, objectives);
    const create = (own: number, state?: unknown) => {
      const start = { point: Float64Array.from(parameters, ({ start }) => start) };
      const context = { space, start, random: createRandom(own) };
      return cmaesPlugin.create(context, cmaesPlugin.parse(options), state as never);
    };
    const what = `seed ${seed}: ${JSON.stringify(options)}`;
    const original = create(seed);
    let open: Float64Array[] = [];
    for (let step = 0; step < 60 && original.stop === undefined; step++) {
      const state = structuredClone(original.snapshot());
      const restored = create(seed + 1, state);
      const again: Float64Array[] = [];
      for (let given = 1; again.length < open.length && given > 0; ) {
        const portion = restored.ask(Math.min(1 + random.integer(4), open.length - again.length));
        given = portion.length;
        again.push(...portion.map(({ x }) => x));
      }
      expect(text(again), what).toBe(text(open));
      const both = [original, restored];
      const action = random.uniform();
      if (action < 0.15) {
        const x = Float64Array.from(parameters, ({ low, high }) =>
          Math.min(high, Math.max(low, random.normal() * oneOf(random, [3, 1e3, 1e200]))),
        );
        const value = oneOf(random, [0, -1, 1e300, -1e300, infinite]);
        const how = oneOf(random, [undefined, 'exact', 'nudged'] as const);
        for (const optimizer of both) optimizer.inject?.(x.slice(), value, how);
      } else if (open.length === 0 || action < 0.5) {
        const limit = 1 + random.integer(9);
        const [points = [], others] = both.map(optimizer => optimizer.ask(limit).map(({ x }) => x));
        expect(text(others), what).toBe(text(points));
        for (const x of points)
          for (const [i, { kind, low, high }] of parameters.entries()) {
            const xi = x[i] as number;
            const isWhole = kind === 'real' || Number.isInteger(xi);
            if (!(Number.isFinite(xi) && xi >= low && xi <= high && isWhole))
              throw new Error(`${what}: a point has ${xi}`);
          }
        open.push(...points);
        expect(open.length > 0 || original.stop !== undefined, `${what}: a dead end`).toBe(true);
      } else {
        const isAnyOrder = options.generationFraction !== undefined;
        const count = isAnyOrder ? 1 : 1 + random.integer(open.length);
        const chosen = isAnyOrder ? (oneOf(random, open) as Float64Array) : undefined;
        // Of points with the same coordinates the oldest is told.
        const at = chosen ? open.findIndex(x => text(x) === text(chosen)) : 0;
        const told = open.slice(at, at + count);
        open = [...open.slice(0, at), ...open.slice(at + count)];
        const values = told.map(x => ({
          value: objective(
            x.reduce((sum, xi) => sum + (xi - 0.3) ** 2, 0),
            random,
          ),
        }));
        for (const optimizer of both)
          optimizer.tell(
            told.map(x => ({ x: x.slice() })),
            values,
          );
      }
      expect(restored.stop, what).toEqual(original.stop);
      expect(text(restored.snapshot()), what).toBe(text(original.snapshot()));
    }
  }
});
