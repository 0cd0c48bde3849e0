import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SymmetricEigen } from './eigen.js';

function decompose(n: number, a: Float64Array) {
  const d = new Float64Array(n);
  const q = new Float64Array(n * n);
  const converged = new SymmetricEigen(n).decompose(a, d, q);
  return { converged, d, q };
}

const entry = (a: Float64Array, n: number, i: number, j: number) => a[j * n + i] as number;

/** Largest |A − Q diag(d) Qᵀ|, relative to A, and largest |QᵀQ − I|. A is read from its lower triangle. */
function errors(n: number, a: Float64Array, { d, q }: { d: Float64Array; q: Float64Array }) {
  let residual = 0;
  let orthogonality = 0;
  let size = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let product = 0;
      let dot = 0;
      for (let k = 0; k < n; k++) {
        product += entry(q, n, i, k) * (d[k] as number) * entry(q, n, j, k);
        dot += entry(q, n, k, i) * entry(q, n, k, j);
      }
      residual = Math.max(residual, Math.abs(entry(a, n, i, j) - product));
      orthogonality = Math.max(orthogonality, Math.abs(dot - (i === j ? 1 : 0)));
      size = Math.max(size, Math.abs(entry(a, n, i, j)));
    }
  }
  // Where all of A is subnormal, its eigenvalues are rounded to multiples of the smallest number, however small A is.
  const beyondRounding = Math.max(0, residual - 4 * n * Number.MIN_VALUE);
  return { residual: size === 0 ? residual : beyondRounding / size, orthogonality };
}

const numbers = (n: number, from: fc.Arbitrary<number>) =>
  fc.array(from, { minLength: n * n, maxLength: n * n }).map(list => Float64Array.from(list));
const dimension = fc.integer({ min: 1, max: 24 });
const evenly = fc.integer({ min: -(2 ** 30), max: 2 ** 30 }).map(k => k / 2 ** 30);
const any = dimension.chain(n => numbers(n, evenly).map(a => ({ n, a })));
// fast-check's doubles: mostly tiny, some subnormal.
const uneven = dimension.chain(n => numbers(n, fc.double({ min: -1, max: 1, noNaN: true })).map(a => ({ n, a })));
// Few distinct small integers: zeros, repeated eigenvalues, rank deficiency, blocks.
const degenerate = dimension.chain(n => numbers(n, fc.integer({ min: -1, max: 1 })).map(a => ({ n, a })));
const graded = fc
  .tuple(any, fc.integer({ min: -300, max: 290 }), fc.integer({ min: 0, max: 8 }))
  .map(([{ n, a }, exponent, grade]) => ({
    n,
    a: a.map((v, k) => v * 10 ** (exponent - (grade * ((k % n) + Math.floor(k / n))) / n)),
  }));

describe('the symmetric eigendecomposition', () => {
  it.each([
    ['random', any],
    ['uneven', uneven],
    ['degenerate', degenerate],
    ['graded, tiny and huge', graded],
  ])('reproduces %s matrices from orthogonal eigenvectors', (_, matrices) => {
    fc.assert(
      fc.property(matrices, ({ n, a }) => {
        const found = decompose(n, a);
        expect(found.converged).toBe(true);
        const { residual, orthogonality } = errors(n, a, found);
        expect(residual).toBeLessThan(1e-13);
        expect(orthogonality).toBeLessThan(1e-13);
      }),
    );
  });

  it('finds known eigenvalues: the second difference matrix has 2 − 2 cos(kπ/(n+1))', () => {
    const n = 30;
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      a[i * n + i] = 2;
      if (i + 1 < n) a[i * n + i + 1] = -1;
    }
    const values = decompose(n, a).d.sort();
    for (let k = 1; k <= n; k++) expect(values[k - 1]).toBeCloseTo(2 - 2 * Math.cos((k * Math.PI) / (n + 1)), 13);
  });

  it('leaves the identity and a zero matrix as they are', () => {
    const n = 5;
    const identity = Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0));
    expect(decompose(n, identity)).toEqual({ converged: true, d: new Float64Array(n).fill(1), q: identity });
    expect(decompose(n, new Float64Array(n * n)).d).toEqual(new Float64Array(n));
  });

  it('reads only the lower triangle, leaves the matrix as it is, and repeats bit for bit', () => {
    fc.assert(
      fc.property(any, ({ n, a }) => {
        const upperLost = a.map((v, k) => (k % n < Math.floor(k / n) ? Number.NaN : v));
        const before = a.slice();
        expect(decompose(n, upperLost)).toEqual(decompose(n, a));
        expect(a).toEqual(before);
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses a matrix with %d in it', bad => {
    const a = new Float64Array(16).fill(1);
    a[6] = bad;
    expect(decompose(4, a).converged).toBe(false);
  });
});
