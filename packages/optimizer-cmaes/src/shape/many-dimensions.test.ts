import { createRandom, searchSpace } from '@glompo/core';
import { expect, test } from 'vitest';
import cmaesPlugin from '../cmaes.plugin.js';
import type { CmaesState } from '../state.js';

test.each(['separable', 'limited'] as const)(
  'ten thousand parameters take linear memory, and get better (%s)',
  covariance => {
    const n = 10_000;
    const space = searchSpace(Array.from({ length: n }, (_, i) => ({ kind: 'real', name: `x${i}`, low: -5, high: 5 })));
    const create = (seed: number, state?: CmaesState) =>
      cmaesPlugin.create(
        { space, start: { point: new Float64Array(n).fill(1) }, random: createRandom(seed) },
        cmaesPlugin.parse({ covariance, sigma: 0.005 }),
        state,
      );
    const optimizer = create(1);
    const bests: number[] = [];
    for (let generation = 0; generation < 40; generation++) {
      const proposals = optimizer.ask(1000);
      const values = proposals.map(({ x }) => x.reduce((sum, xi) => sum + xi * xi, 0));
      bests.push(Math.min(...values));
      optimizer.tell(
        proposals,
        values.map(value => ({ value })),
      );
    }
    expect(optimizer.stop).toBeUndefined();
    expect(bests.at(-1)).toBeLessThan(0.985 * (bests[0] as number));
    const state = optimizer.snapshot() as CmaesState;
    const numbers = (value: unknown): number =>
      value instanceof Float64Array
        ? value.length
        : typeof value === 'object' && value !== null
          ? Object.values(value).reduce((sum, inner) => sum + numbers(inner), 0)
          : 1;
    expect(numbers(state)).toBeLessThan(45 * n);
    expect(create(9, structuredClone(state)).ask(3)).toEqual(optimizer.ask(3));
  },
);
