import type { Decay, Kernel, WeightedRows } from './kernel.js';

/**
 * One number at a time, in JavaScript. The operations and their order are those of `kernel/kernel.as.ts`: products are added in groups of
 * four, columns in blocks of four.
 */
export class ScalarKernel implements Kernel {
  readonly name = 'scalar';
  readonly #n: number;

  constructor(n: number) {
    this.#n = n;
  }

  doubles(count: number): Float64Array {
    return new Float64Array(count);
  }

  integers(count: number): Int32Array {
    return new Int32Array(count);
  }

  update(c: Float64Array, { decay, factor, path }: Decay, { rows, order, weights, count }: WeightedRows): void {
    const n = this.#n;
    for (let j = 0; j < n; j++) {
      const column = j * n;
      const f = factor * path[j]!;
      for (let i = j; i < n; i++) c[column + i] = c[column + i]! * decay + path[i]! * f;
      let k = 0;
      for (; k + 3 < count; k += 4) {
        const r0 = order[k]! * n;
        const r1 = order[k + 1]! * n;
        const r2 = order[k + 2]! * n;
        const r3 = order[k + 3]! * n;
        const f0 = weights[k]! * rows[r0 + j]!;
        const f1 = weights[k + 1]! * rows[r1 + j]!;
        const f2 = weights[k + 2]! * rows[r2 + j]!;
        const f3 = weights[k + 3]! * rows[r3 + j]!;
        for (let i = j; i < n; i++)
          c[column + i] =
            c[column + i]! + (rows[r0 + i]! * f0 + rows[r1 + i]! * f1 + (rows[r2 + i]! * f2 + rows[r3 + i]! * f3));
      }
      for (; k < count; k++) {
        const row = order[k]! * n;
        const f0 = weights[k]! * rows[row + j]!;
        for (let i = j; i < n; i++) c[column + i] = c[column + i]! + rows[row + i]! * f0;
      }
    }
  }

  factorize(c: Float64Array, a: Float64Array): boolean {
    const n = this.#n;
    for (let block = 0; block < n; block += 4) {
      const end = Math.min(block + 4, n);
      for (let j = block; j < end; j++) {
        for (let i = j; i < n; i++) a[j * n + i] = c[j * n + i]!;
        for (let k = 0; k < block; k += 4) this.#subtractFour(a, j, k);
      }
      for (let j = block; j < end; j++) {
        for (let k = block; k < j; k++) {
          const f = -a[k * n + j]!;
          for (let i = j; i < n; i++) a[j * n + i] = a[j * n + i]! + a[k * n + i]! * f;
        }
        const pivot = a[j * n + j]!;
        if (!(pivot > 0 && pivot < Number.POSITIVE_INFINITY)) return false;
        const root = Math.sqrt(pivot);
        const inverse = 1 / root;
        a[j * n + j] = root;
        for (let i = j + 1; i < n; i++) a[j * n + i] = a[j * n + i]! * inverse;
      }
    }
    return true;
  }

  /** Column j loses what the columns k … k + 3 bring. */
  #subtractFour(a: Float64Array, j: number, k: number): void {
    const n = this.#n;
    const c0 = k * n;
    const c1 = c0 + n;
    const c2 = c1 + n;
    const c3 = c2 + n;
    const f0 = a[c0 + j]!;
    const f1 = a[c1 + j]!;
    const f2 = a[c2 + j]!;
    const f3 = a[c3 + j]!;
    for (let i = j; i < n; i++)
      a[j * n + i] = a[j * n + i]! - (a[c0 + i]! * f0 + a[c1 + i]! * f1 + (a[c2 + i]! * f2 + a[c3 + i]! * f3));
  }

  transform(
    a: Float64Array,
    z: Float64Array,
    y: Float64Array,
    { first, end }: { readonly first: number; readonly end: number },
  ): void {
    const n = this.#n;
    y.fill(0, first * n, end * n);
    for (let k = first; k < end; k++) {
      const row = k * n;
      let j = 0;
      for (; j + 3 < n; j += 4) {
        const c0 = j * n;
        const c1 = c0 + n;
        const c2 = c1 + n;
        const c3 = c2 + n;
        const z0 = z[row + j]!;
        const z1 = z[row + j + 1]!;
        const z2 = z[row + j + 2]!;
        const z3 = z[row + j + 3]!;
        y[row + j] = y[row + j]! + a[c0 + j]! * z0;
        y[row + j + 1] = y[row + j + 1]! + (a[c0 + j + 1]! * z0 + a[c1 + j + 1]! * z1);
        y[row + j + 2] = y[row + j + 2]! + (a[c0 + j + 2]! * z0 + a[c1 + j + 2]! * z1 + a[c2 + j + 2]! * z2);
        for (let i = j + 3; i < n; i++)
          y[row + i] = y[row + i]! + (a[c0 + i]! * z0 + a[c1 + i]! * z1 + (a[c2 + i]! * z2 + a[c3 + i]! * z3));
      }
      for (; j < n; j++) {
        const zj = z[row + j]!;
        for (let i = j; i < n; i++) y[row + i] = y[row + i]! + a[j * n + i]! * zj;
      }
    }
  }
}
