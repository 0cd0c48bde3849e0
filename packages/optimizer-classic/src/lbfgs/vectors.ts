// Loops over short vectors, written for the compiler: sums in independent parts, since one sum waits for each addition in turn.
// Measured at n = 114: a two-loop recursion of ten pairs takes 2.4 µs with these and 14 µs with plain loops.

/** Σ a[from + i]·b[i], i < n. */
export function dot(a: Float64Array, from: number, b: Float64Array, n: number): number {
  let p = 0;
  let q = 0;
  let r = 0;
  let s = 0;
  let i = 0;
  for (; i < n - 3; i += 4) {
    p += a[from + i]! * b[i]!;
    q += a[from + i + 1]! * b[i + 1]!;
    r += a[from + i + 2]! * b[i + 2]!;
    s += a[from + i + 3]! * b[i + 3]!;
  }
  for (; i < n; i++) p += a[from + i]! * b[i]!;
  return p + q + (r + s);
}

/** d[i] += factor·a[aFrom + i]; returns Σ b[bFrom + i]·d[i] of the new d. */
export function addAndDot(
  d: Float64Array,
  factor: number,
  a: Float64Array,
  aFrom: number,
  b: Float64Array,
  bFrom: number,
): number {
  const n = d.length;
  let p = 0;
  let q = 0;
  let i = 0;
  for (; i < n - 1; i += 2) {
    const u = d[i]! + factor * a[aFrom + i]!;
    const v = d[i + 1]! + factor * a[aFrom + i + 1]!;
    d[i] = u;
    d[i + 1] = v;
    p += b[bFrom + i]! * u;
    q += b[bFrom + i + 1]! * v;
  }
  if (i < n) {
    const u = d[i]! + factor * a[aFrom + i]!;
    d[i] = u;
    p += b[bFrom + i]! * u;
  }
  return p + q;
}

/** Σ a[i]·(to[i] − from[i]). */
export function dotDifference(a: Float64Array, to: Float64Array, from: Float64Array): number {
  const n = a.length;
  let p = 0;
  let q = 0;
  let i = 0;
  for (; i < n - 1; i += 2) {
    p += a[i]! * (to[i]! - from[i]!);
    q += a[i + 1]! * (to[i + 1]! - from[i + 1]!);
  }
  if (i < n) p += a[i]! * (to[i]! - from[i]!);
  return p + q;
}
