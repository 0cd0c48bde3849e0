import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createRandom } from '@glompo/core';
import { describe, expect, test } from 'vitest';
import type { Kernel } from './kernel.js';
import { ScalarKernel } from './scalar-kernel.js';
import { WasmKernel } from './wasm-kernel.js';

/** Everything that a kernel computes of a matrix C and rows of draws, from the same draws. */
function everything(kernel: Kernel, n: number, rows: number) {
  const random = createRandom(n);
  const [c, a] = [kernel.doubles(n * n), kernel.doubles(n * n)];
  const [z, y] = [kernel.doubles(rows * n), kernel.doubles(rows * n)];
  const [path, weights, order] = [kernel.doubles(n), kernel.doubles(rows), kernel.integers(rows)];
  for (let i = 0; i < n; i++) c[i * n + i] = 1;
  for (const v of [z, path]) for (let i = 0; i < v.length; i++) v[i] = random.normal();
  for (let k = 0; k < rows; k++) {
    weights[k] = (rows - 1.2 * k) / (10 * rows * n);
    order[k] = (k * 7 + 3) % rows;
  }
  const results: Float64Array[] = [];
  for (let generation = 0; generation < 3; generation++) {
    const definite = kernel.factorize(c, a);
    kernel.transform(a, z, y, { first: generation, end: rows });
    kernel.update(c, { decay: 0.97, factor: 0.02, path }, { rows: y, order, weights, count: rows - generation });
    results.push(Float64Array.of(Number(definite)), lower(a, n), lower(c, n), y.slice());
  }
  return results;
}

/** The lower triangle, zero above it. */
const lower = (a: Float64Array, n: number) => a.map((x, at) => (at % n >= Math.floor(at / n) ? x : 0));

const wasm = (n: number, rows: number) =>
  WasmKernel.create(n, [n * n, n * n, rows * n, rows * n, n, rows, rows]) as Kernel;

describe('the kernel in WebAssembly', () => {
  test.each([1, 2, 3, 4, 5, 7, 8, 16, 17, 33, 64, 101])('gives the same bits as the one in JavaScript: n = %i', n => {
    const rows = n === 7 ? 7 : 11;
    expect(everything(wasm(n, rows), n, rows)).toEqual(everything(new ScalarKernel(n), n, rows));
  });

  test('is what its source compiles to', () => {
    execFileSync(process.execPath, [fileURLToPath(new URL('../../kernel/build.js', import.meta.url)), '--check']);
  });
});

describe.each([
  ['scalar', (n: number) => new ScalarKernel(n)],
  ['wasm-simd', (n: number) => wasm(n, 4)],
] as const)('the %s kernel', (_, create) => {
  test.each([1, 3, 6, 21])('factorizes a covariance matrix: A Aᵀ is C, n = %i', n => {
    const kernel = create(n);
    const [c, a] = [kernel.doubles(n * n), kernel.doubles(n * n)];
    for (let j = 0; j < n; j++) for (let i = j; i < n; i++) c[j * n + i] = (i === j ? 2 : 0) + Math.cos(i - j);
    expect(kernel.factorize(c, a)).toBe(true);
    for (let j = 0; j < n; j++)
      for (let i = j; i < n; i++) {
        let product = 0;
        for (let k = 0; k <= j; k++) product += (a[k * n + i] as number) * (a[k * n + j] as number);
        expect(product).toBeCloseTo(c[j * n + i] as number, 12);
      }
  });

  test.each([
    ['is not positive definite', -1],
    ['is singular', 0],
    ['has a NaN', Number.NaN],
    ['is infinite', Number.POSITIVE_INFINITY],
  ])('says when a matrix %s', (_, value) => {
    for (const n of [1, 5, 18]) {
      const kernel = create(n);
      const [c, a] = [kernel.doubles(n * n), kernel.doubles(n * n)];
      for (let i = 0; i < n; i++) c[i * n + i] = i === n - 1 ? value : 1;
      expect(kernel.factorize(c, a)).toBe(false);
    }
  });
});

test('many kernels at once fall back on JavaScript where addresses are used up, and none fails', () => {
  const { created } = { created: [] as unknown[] };
  for (let i = 0; i < 200; i++) created.push(WasmKernel.create(20, [400]));
  expect(created.every(kernel => kernel instanceof WasmKernel)).toBe(true);
  expect(WasmKernel.create(20, [2 ** 40])).toBeUndefined();
});
