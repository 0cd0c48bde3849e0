import { createRandom, GlompoError, type Plain, searchSpace } from '@glompo/core';
import { describe, expect, it } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import type { CmaesInput } from './options.js';

function create(options: CmaesInput, state?: unknown) {
  const space = searchSpace(Array.from({ length: 3 }, (_, i) => ({ kind: 'real', name: `x${i}`, low: -5, high: 5 })));
  const context = { space, start: { point: Float64Array.of(3, 3, 3) }, random: createRandom(1) };
  return cmaesPlugin.create(context, cmaesPlugin.parse({ populationSize: 6, ...options }), state as never);
}
type Cmaes = ReturnType<typeof create>;

function generations(optimizer: Cmaes, count: number): void {
  for (let i = 0; i < count && optimizer.stop === undefined; i++) {
    const proposals = optimizer.ask(100);
    expect(proposals.length).toBeGreaterThan(0);
    expect(proposals.every(({ x }) => x.every(Number.isFinite))).toBe(true);
    optimizer.tell(
      proposals,
      proposals.map(({ x }) => ({ value: x.reduce((sum, xi) => sum + xi * xi, 0) })),
    );
  }
}

/** A snapshot of everything at once: within a generation, with injections that wait and that take part. */
function full(options: CmaesInput): Plain {
  const optimizer = create(options);
  generations(optimizer, 'restarts' in options ? 150 : 5);
  optimizer.inject?.(Float64Array.of(1, 1, 1), 0.1);
  const proposals = optimizer.ask(4).slice(0, 2);
  optimizer.tell(
    proposals,
    proposals.map(() => ({ value: 2 })),
  );
  optimizer.inject?.(Float64Array.of(1, 0, 1), 0.1, 'nudged');
  return optimizer.snapshot();
}

type Path = readonly (string | number)[];
function pathsOf(value: unknown, path: Path = []): Path[] {
  const isInner = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
  return [path, ...(isInner ? Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key])) : [])];
}

/** The state with another value at one place, or none. */
function changed(state: Plain, path: Path, value: unknown): unknown {
  const copy = structuredClone({ state }) as Record<string, unknown>;
  let at = copy;
  for (const key of ['state', ...path].slice(0, -1)) at = at[key] as Record<string, unknown>;
  const last = ['state', ...path].at(-1) as string;
  if (value === undefined && path.length > 0) delete at[last];
  else at[last] = value ?? null;
  return copy['state'];
}

describe('a damaged snapshot', () => {
  const wrong = [undefined, null, Number.NaN, -1, 1.5, 1e9, 'x', [], {}, Float64Array.of(Number.NaN, 1)];
  it.each<CmaesInput>([
    {},
    { factor: 'symmetric' },
    { covariance: 'separable' },
    { covariance: 'limited' },
    { learningRates: 'adapted' },
    { boundary: 'penalty' },
    { restarts: 'bipop' },
    { fixed: [1] },
    { generationFraction: 0.5, elitist: true },
  ])('is refused, or goes on with numbers: %j', options => {
    const state = full(options);
    generations(create(options, structuredClone(state)), 3);
    let refused = 0;
    for (const path of pathsOf(state)) {
      for (const value of wrong) {
        let restored: Cmaes;
        try {
          restored = create(options, changed(state, path, value));
        } catch (error) {
          if (!GlompoError.is(error, 'GLOMPO_STATE')) throw error;
          refused++;
          continue;
        }
        generations(restored, 2);
      }
    }
    expect(refused).toBeGreaterThan(300);
  });
});
