// Products and solutions with the lower triangle of an n × n column-major matrix A.

/** out ← A v; `out` may not be `v`. */
export function times(a: Float64Array, v: Float64Array, out: Float64Array): void {
  const n = v.length;
  out.fill(0);
  for (let j = 0; j < n; j++) {
    const vj = v[j]!;
    for (let i = j; i < n; i++) out[i] = out[i]! + a[j * n + i]! * vj;
  }
}

/** out ← Aᵀ v; `out` may be `v`. */
export function timesTransposed(a: Float64Array, v: Float64Array, out: Float64Array): void {
  const n = v.length;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = j; i < n; i++) sum += a[j * n + i]! * v[i]!;
    out[j] = sum;
  }
}

/** out ← A⁻¹ v; `out` may be `v`. */
export function solve(a: Float64Array, v: Float64Array, out: Float64Array): void {
  const n = v.length;
  if (out !== v) out.set(v);
  for (let j = 0; j < n; j++) {
    const x = out[j]! / a[j * n + j]!;
    out[j] = x;
    for (let i = j + 1; i < n; i++) out[i] = out[i]! - a[j * n + i]! * x;
  }
}

/** out ← A⁻ᵀ v; `out` may be `v`. */
export function solveTransposed(a: Float64Array, v: Float64Array, out: Float64Array): void {
  const n = v.length;
  if (out !== v) out.set(v);
  for (let j = n - 1; j >= 0; j--) {
    let sum = out[j]!;
    for (let i = j + 1; i < n; i++) sum -= a[j * n + i]! * out[i]!;
    out[j] = sum / a[j * n + j]!;
  }
}
