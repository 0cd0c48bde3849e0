import { createRandom } from '@glompo/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Curvature } from './curvature.js';

type Matrix = number[][];

/** H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ (Nocedal & Wright, eq. 6.17), written out. */
function updated(h: Matrix, s: readonly number[], y: readonly number[]): Matrix {
  const n = s.length;
  const rho = 1 / s.reduce((sum, v, i) => sum + v * y[i]!, 0);
  const left = s.map((si, i) => y.map((yj, j) => (i === j ? 1 : 0) - rho * si * yj));
  const times = (a: Matrix, b: Matrix) =>
    a.map(row => b[0]!.map((_, j) => row.reduce((t, v, k) => t + v * b[k]![j]!, 0)));
  const transposed = left[0]!.map((_, j) => left.map(row => row[j]!));
  const product = times(times(left, h), transposed);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) product[i]![j]! += rho * s[i]! * s[j]!;
  return product;
}

test('the product is that of the matrix written out, in all coordinates and in some', () => {
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.nat(),
        n: fc.integer({ min: 1, max: 7 }),
        memory: fc.integer({ min: 1, max: 5 }),
        steps: fc.integer({ min: 0, max: 9 }),
        scaled: fc.boolean(),
        held: fc.array(fc.nat(6), { maxLength: 6 }),
      }),
      ({ seed, n, memory, steps, scaled, held }) => {
        const random = createRandom(seed);
        const vector = () => Float64Array.from({ length: n }, () => random.normal());
        const metric = scaled ? Float64Array.from({ length: n }, () => 0.1 + random.uniform()) : undefined;
        const curvature = new Curvature(n, memory, metric);
        let pairs: { s: number[]; y: number[] }[] = [];
        for (let k = 0; k < steps; k++) {
          const [x, next, g, after] = [vector(), vector(), vector(), vector()];
          curvature.add(x, next, g, after);
          const s = [...next].map((v, i) => v - x[i]!);
          const y = [...after].map((v, i) => v - g[i]!);
          // A pair without positive curvature takes the place of the oldest one, and is not kept.
          const positive = s.reduce((sum, v, i) => sum + v * y[i]!, 0) > 0;
          if (pairs.length === memory) pairs = pairs.slice(1);
          if (positive) pairs.push({ s, y });
        }
        expect(curvature.count).toBe(pairs.length);

        const free = Int32Array.from([...Array(n).keys()].filter(i => !held.includes(i)));
        const among = (v: readonly number[]) => [...free].map(i => v[i]!);
        const reduced = pairs
          .map(({ s, y }) => ({ s: among(s), y: among(y) }))
          .filter(({ s, y }) => s.reduce((sum, v, i) => sum + v * y[i]!, 0) > 0);
        const newest = reduced.at(-1);
        const weight = (j: number) => metric?.[free[j]!] ?? 1;
        const scale = newest
          ? newest.s.reduce((sum, v, i) => sum + v * newest.y[i]!, 0) /
            newest.y.reduce((sum, v, j) => sum + v * v * weight(j), 0)
          : 1;
        let h: Matrix = [...free].map((_, i) => [...free].map((_, j) => (i === j ? scale * weight(i) : 0)));
        for (const { s, y } of reduced) h = updated(h, s, y);
        const gradient = vector();
        const expected = new Float64Array(n);
        for (const [i, row] of h.entries()) {
          expected[free[i]!] = -row.reduce((sum, v, j) => sum + v * gradient[free[j]!]!, 0);
        }
        const d = vector();
        curvature.direction(gradient, d, free, free.length);
        // Random pairs can be nearly orthogonal: compare with the size of what was multiplied.
        const size = 1 + Math.max(0, ...h.flat().map(Math.abs));
        for (let i = 0; i < n; i++) expect(Math.abs(d[i]! - expected[i]!)).toBeLessThan(1e-7 * size);
      },
    ),
  );
});
