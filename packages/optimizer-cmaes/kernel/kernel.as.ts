/**
 * What CMA-ES computes in O(n²) and O(n³), two numbers at a time: AssemblyScript, compiled by `build.js` into
 * `src/kernel/module-bytes.ts`. Matrices are n × n and column-major, of which the lower triangle counts; addresses are in bytes.
 *
 * Every number comes from the same operations in the same order as in `src/kernel/scalar-kernel.ts`, so that both give the same bits:
 * lanes are different elements, there is no fused multiply-add, and nothing is summed across lanes.
 */

// @ts-expect-error: a decorator of AssemblyScript
@inline
function at(base: usize, index: i32): usize {
  return base + ((<usize>index) << 3);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function get(base: usize, index: i32): f64 {
  return load<f64>(at(base, index));
}

/** out[i] += a0[i] f0 + a1[i] f1 + (a2[i] f2 + a3[i] f3) */
function addFour(out: usize, a0: usize, a1: usize, a2: usize, a3: usize, f0: f64, f1: f64, f2: f64, f3: f64, count: i32): void {
  const g0 = f64x2.splat(f0);
  const g1 = f64x2.splat(f1);
  const g2 = f64x2.splat(f2);
  const g3 = f64x2.splat(f3);
  let i: usize = 0;
  const pairs = (<usize>(count & ~1)) << 3;
  for (; i < pairs; i += 16) {
    v128.store(
      out + i,
      f64x2.add(
        v128.load(out + i),
        f64x2.add(
          f64x2.add(f64x2.mul(v128.load(a0 + i), g0), f64x2.mul(v128.load(a1 + i), g1)),
          f64x2.add(f64x2.mul(v128.load(a2 + i), g2), f64x2.mul(v128.load(a3 + i), g3)),
        ),
      ),
    );
  }
  if (count & 1)
    store<f64>(
      out + i,
      load<f64>(out + i) + (load<f64>(a0 + i) * f0 + load<f64>(a1 + i) * f1 + (load<f64>(a2 + i) * f2 + load<f64>(a3 + i) * f3)),
    );
}

/** out[i] += a[i] f */
function addOne(out: usize, a: usize, f: f64, count: i32): void {
  const g = f64x2.splat(f);
  let i: usize = 0;
  const pairs = (<usize>(count & ~1)) << 3;
  for (; i < pairs; i += 16) v128.store(out + i, f64x2.add(v128.load(out + i), f64x2.mul(v128.load(a + i), g)));
  if (count & 1) store<f64>(out + i, load<f64>(out + i) + load<f64>(a + i) * f);
}

/** out[i] = out[i] decay + a[i] f */
function decayAndAdd(out: usize, a: usize, decay: f64, f: f64, count: i32): void {
  const d = f64x2.splat(decay);
  const g = f64x2.splat(f);
  let i: usize = 0;
  const pairs = (<usize>(count & ~1)) << 3;
  for (; i < pairs; i += 16)
    v128.store(out + i, f64x2.add(f64x2.mul(v128.load(out + i), d), f64x2.mul(v128.load(a + i), g)));
  if (count & 1) store<f64>(out + i, load<f64>(out + i) * decay + load<f64>(a + i) * f);
}

/** C ← decay C + factor p pᵀ + Σ w_k y_k y_kᵀ over the first `count` ranks: row `order[k]` of `rows` has weight `weights[k]`. */
export function update(n: i32, c: usize, decay: f64, factor: f64, path: usize, rows: usize, order: usize, weights: usize, count: i32): void {
  for (let j = 0; j < n; j++) {
    const column = at(c, j * n + j);
    const left = n - j;
    decayAndAdd(column, at(path, j), decay, factor * get(path, j), left);
    let k = 0;
    for (; k + 3 < count; k += 4) {
      const r0 = at(rows, load<i32>(order + (<usize>k << 2)) * n + j);
      const r1 = at(rows, load<i32>(order + (<usize>(k + 1) << 2)) * n + j);
      const r2 = at(rows, load<i32>(order + (<usize>(k + 2) << 2)) * n + j);
      const r3 = at(rows, load<i32>(order + (<usize>(k + 3) << 2)) * n + j);
      addFour(
        column, r0, r1, r2, r3,
        get(weights, k) * load<f64>(r0), get(weights, k + 1) * load<f64>(r1), get(weights, k + 2) * load<f64>(r2), get(weights, k + 3) * load<f64>(r3),
        left,
      );
    }
    for (; k < count; k++) {
      const row = at(rows, load<i32>(order + (<usize>k << 2)) * n + j);
      addOne(column, row, get(weights, k) * load<f64>(row), left);
    }
  }
}

/** The rows from `from` to four columns: out_q[i] -= Σ_k a_k[i] f_qk, for four columns q at once. */
function subtractBlock(a: usize, n: i32, j: i32, k: i32, from: i32): void {
  let o0 = at(a, j * n + from);
  let o1 = at(o0, n);
  let o2 = at(o1, n);
  let o3 = at(o2, n);
  let s0 = at(a, k * n + from);
  let s1 = at(s0, n);
  let s2 = at(s1, n);
  let s3 = at(s2, n);
  const f = at(a, k * n + j);
  const f1 = at(f, n);
  const f2 = at(f1, n);
  const f3 = at(f2, n);
  const f00 = f64x2.splat(get(f, 0));
  const f01 = f64x2.splat(get(f1, 0));
  const f02 = f64x2.splat(get(f2, 0));
  const f03 = f64x2.splat(get(f3, 0));
  const f10 = f64x2.splat(get(f, 1));
  const f11 = f64x2.splat(get(f1, 1));
  const f12 = f64x2.splat(get(f2, 1));
  const f13 = f64x2.splat(get(f3, 1));
  const f20 = f64x2.splat(get(f, 2));
  const f21 = f64x2.splat(get(f1, 2));
  const f22 = f64x2.splat(get(f2, 2));
  const f23 = f64x2.splat(get(f3, 2));
  const f30 = f64x2.splat(get(f, 3));
  const f31 = f64x2.splat(get(f1, 3));
  const f32 = f64x2.splat(get(f2, 3));
  const f33 = f64x2.splat(get(f3, 3));
  const pairs = (n - from) >> 1;
  for (let i = 0; i < pairs; i++) {
    const a0 = v128.load(s0);
    const a1 = v128.load(s1);
    const a2 = v128.load(s2);
    const a3 = v128.load(s3);
    v128.store(o0, f64x2.sub(v128.load(o0), f64x2.add(f64x2.add(f64x2.mul(a0, f00), f64x2.mul(a1, f01)), f64x2.add(f64x2.mul(a2, f02), f64x2.mul(a3, f03)))));
    v128.store(o1, f64x2.sub(v128.load(o1), f64x2.add(f64x2.add(f64x2.mul(a0, f10), f64x2.mul(a1, f11)), f64x2.add(f64x2.mul(a2, f12), f64x2.mul(a3, f13)))));
    v128.store(o2, f64x2.sub(v128.load(o2), f64x2.add(f64x2.add(f64x2.mul(a0, f20), f64x2.mul(a1, f21)), f64x2.add(f64x2.mul(a2, f22), f64x2.mul(a3, f23)))));
    v128.store(o3, f64x2.sub(v128.load(o3), f64x2.add(f64x2.add(f64x2.mul(a0, f30), f64x2.mul(a1, f31)), f64x2.add(f64x2.mul(a2, f32), f64x2.mul(a3, f33)))));
    o0 += 16; o1 += 16; o2 += 16; o3 += 16;
    s0 += 16; s1 += 16; s2 += 16; s3 += 16;
  }
  if ((n - from) & 1) {
    const a0 = load<f64>(s0);
    const a1 = load<f64>(s1);
    const a2 = load<f64>(s2);
    const a3 = load<f64>(s3);
    for (let q = 0; q < 4; q++) {
      const out = q == 0 ? o0 : q == 1 ? o1 : q == 2 ? o2 : o3;
      store<f64>(out, load<f64>(out) - (a0 * get(f, q) + a1 * get(f1, q) + (a2 * get(f2, q) + a3 * get(f3, q))));
    }
  }
}

/** A ← the Cholesky factor of C, four columns at a time. @returns 0; or else 1 + the column at which C is not positive definite */
export function factorize(n: i32, c: usize, a: usize): i32 {
  for (let block = 0; block < n; block += 4) {
    const end = block + 4 < n ? block + 4 : n;
    for (let j = block; j < end; j++) memory.copy(at(a, j * n + j), at(c, j * n + j), (<usize>(n - j)) << 3);
    for (let k = 0; k < block; k += 4) {
      const whole = end - block == 4;
      // Rows of the block's own triangle, and all rows of an incomplete block.
      for (let j = block; j < end; j++) {
        const f0 = get(a, k * n + j);
        const f1 = get(a, (k + 1) * n + j);
        const f2 = get(a, (k + 2) * n + j);
        const f3 = get(a, (k + 3) * n + j);
        const last = whole ? end : n;
        for (let i = j; i < last; i++) {
          const out = at(a, j * n + i);
          store<f64>(
            out,
            load<f64>(out) - (get(a, k * n + i) * f0 + get(a, (k + 1) * n + i) * f1 + (get(a, (k + 2) * n + i) * f2 + get(a, (k + 3) * n + i) * f3)),
          );
        }
      }
      if (whole && end < n) subtractBlock(a, n, block, k, end);
    }
    for (let j = block; j < end; j++) {
      const column = at(a, j * n + j);
      for (let k = block; k < j; k++) {
        const f = get(a, k * n + j);
        addOne(column, at(a, k * n + j), -f, n - j);
      }
      const pivot = load<f64>(column);
      if (!(pivot > 0) || pivot == Infinity) return j + 1;
      const root = Math.sqrt(pivot);
      store<f64>(column, root);
      const inverse = 1 / root;
      const g = f64x2.splat(inverse);
      let i = 1;
      for (; i + 1 < n - j; i += 2) v128.store(at(column, i), f64x2.mul(v128.load(at(column, i)), g));
      if (i < n - j) store<f64>(at(column, i), get(column, i) * inverse);
    }
  }
  return 0;
}

/** y_k ← A z_k for the rows from `first` to before `end`, A a lower triangle; four columns at a time. */
export function transform(n: i32, a: usize, z: usize, y: usize, first: i32, end: i32): void {
  memory.fill(at(y, first * n), 0, (<usize>((end - first) * n)) << 3);
  let j = 0;
  for (; j + 3 < n; j += 4) {
    const c0 = at(a, j * n);
    const c1 = at(c0, n);
    const c2 = at(c1, n);
    const c3 = at(c2, n);
    for (let k = first; k < end; k++) {
      const row = at(y, k * n);
      const from = at(z, k * n + j);
      const z0 = load<f64>(from);
      const z1 = get(from, 1);
      const z2 = get(from, 2);
      const z3 = get(from, 3);
      store<f64>(at(row, j), get(row, j) + get(c0, j) * z0);
      store<f64>(at(row, j + 1), get(row, j + 1) + (get(c0, j + 1) * z0 + get(c1, j + 1) * z1));
      store<f64>(at(row, j + 2), get(row, j + 2) + (get(c0, j + 2) * z0 + get(c1, j + 2) * z1 + get(c2, j + 2) * z2));
      addFour(at(row, j + 3), at(c0, j + 3), at(c1, j + 3), at(c2, j + 3), at(c3, j + 3), z0, z1, z2, z3, n - j - 3);
    }
  }
  for (; j < n; j++)
    for (let k = first; k < end; k++) addOne(at(y, k * n + j), at(a, j * n + j), get(z, k * n + j), n - j);
}
