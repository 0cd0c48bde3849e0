/**
 * out[offset …] ← A v for a full n × n column-major A. Four columns in one pass.
 */
export function multiply(a: Float64Array, v: Float64Array, out: Float64Array, offset: number): void {
  const n = v.length;
  for (let i = 0; i < n; i++) out[offset + i] = 0;
  let j = 0;
  for (; j + 3 < n; j += 4) {
    const c0 = j * n;
    const c1 = c0 + n;
    const c2 = c1 + n;
    const c3 = c2 + n;
    const v0 = v[j]!;
    const v1 = v[j + 1]!;
    const v2 = v[j + 2]!;
    const v3 = v[j + 3]!;
    for (let i = 0; i < n; i++) {
      out[offset + i] = out[offset + i]! + (a[c0 + i]! * v0 + a[c1 + i]! * v1 + (a[c2 + i]! * v2 + a[c3 + i]! * v3));
    }
  }
  for (; j < n; j++) {
    const c = j * n;
    const vj = v[j]!;
    for (let i = 0; i < n; i++) out[offset + i] = out[offset + i]! + a[c + i]! * vj;
  }
}

/** out ← Aᵀ v for a full n × n column-major A. */
export function multiplyTransposed(a: Float64Array, v: Float64Array, out: Float64Array): void {
  const n = v.length;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += a[j * n + i]! * v[i]!;
    out[j] = sum;
  }
}

/** The lower triangle of a column-major matrix, column after column. */
export function packLower(a: Float64Array, n: number): Float64Array {
  const packed = new Float64Array((n * (n + 1)) / 2);
  for (let j = 0, to = 0; j < n; j++) {
    packed.set(a.subarray(j * n + j, (j + 1) * n), to);
    to += n - j;
  }
  return packed;
}

/** Writes a packed lower triangle back. */
export function unpackLower(packed: Float64Array, n: number, a: Float64Array): void {
  for (let j = 0, from = 0; j < n; j++) {
    a.set(packed.subarray(from, from + n - j), j * n + j);
    from += n - j;
  }
}
