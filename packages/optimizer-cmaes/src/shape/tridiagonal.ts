/** Elements of this size, in a matrix whose largest is about 1, are zero: their squares underflow and would spoil a rotation. */
export const negligible = 1e-140;

/** What tridiagonalising works on; all matrices n × n, column-major, lower triangle. */
interface Tridiagonalization {
  readonly n: number;
  /** The matrix; on return column k below the diagonal holds the k-th reflector v (v's first element is 1). */
  readonly a: Float64Array;
  /** Receives the diagonal. */
  readonly d: Float64Array;
  /** Receives the subdiagonal in e[0 … n−2]. */
  readonly e: Float64Array;
  /** Receives the factors of the reflectors I − τ v vᵀ. */
  readonly tau: Float64Array;
  /** 2n numbers of room. */
  readonly work: Float64Array;
}

/** Householder tridiagonalisation, Golub & Van Loan algorithm 8.3.1: Qᵀ A Q = tridiag(d, e). */
export function tridiagonalize({ n, a, d, e, tau, work }: Tridiagonalization): void {
  const v = work.subarray(0, n);
  const p = work.subarray(n, 2 * n);
  for (let k = 0; k < n - 2; k++) {
    const column = k * n;
    const alpha = a[column + k + 1]!;
    let tail = 0;
    for (let i = k + 2; i < n; i++) tail += a[column + i]! * a[column + i]!;
    if (tail < negligible * negligible) {
      tau[k] = 0;
      e[k] = alpha;
      continue;
    }
    // Opposite in sign to alpha, so that alpha − beta does not cancel.
    const beta = alpha > 0 ? -Math.sqrt(alpha * alpha + tail) : Math.sqrt(alpha * alpha + tail);
    const t = (beta - alpha) / beta;
    const inverse = 1 / (alpha - beta);
    tau[k] = t;
    e[k] = beta;
    v[k + 1] = 1;
    a[column + k + 1] = 1;
    for (let i = k + 2; i < n; i++) {
      const value = a[column + i]! * inverse;
      v[i] = value;
      a[column + i] = value;
    }
    symmetricProduct(n, k + 1, a, v, p);
    let dot = 0;
    for (let i = k + 1; i < n; i++) {
      const value = p[i]! * t;
      p[i] = value;
      dot += value * v[i]!;
    }
    const half = (t * dot) / 2;
    for (let i = k + 1; i < n; i++) p[i] = p[i]! - half * v[i]!;
    // A ← A − v wᵀ − w vᵀ on the rest of the lower triangle.
    for (let j = k + 1; j < n; j++) {
      const vj = v[j]!;
      const wj = p[j]!;
      const cj = j * n;
      for (let i = j; i < n; i++) a[cj + i] = a[cj + i]! - (v[i]! * wj + p[i]! * vj);
    }
  }
  for (let i = 0; i < n; i++) d[i] = a[i * n + i]!;
  if (n > 1) e[n - 2] = a[(n - 2) * n + n - 1]!;
  e[n - 1] = 0;
}

/** p ← A v over the indices from `first`. Two columns at a time: half the traffic on p, two independent sums. */
function symmetricProduct(n: number, first: number, a: Float64Array, v: Float64Array, p: Float64Array): void {
  for (let i = first; i < n; i++) p[i] = 0;
  let j = first;
  for (; j + 1 < n; j += 2) {
    const c0 = j * n;
    const c1 = c0 + n;
    const v0 = v[j]!;
    const v1 = v[j + 1]!;
    const between = a[c0 + j + 1]!;
    let s0 = a[c0 + j]! * v0 + between * v1;
    let s1 = between * v0 + a[c1 + j + 1]! * v1;
    for (let i = j + 2; i < n; i++) {
      const a0 = a[c0 + i]!;
      const a1 = a[c1 + i]!;
      const vi = v[i]!;
      s0 += a0 * vi;
      s1 += a1 * vi;
      p[i] = p[i]! + (a0 * v0 + a1 * v1);
    }
    p[j] = p[j]! + s0;
    p[j + 1] = p[j + 1]! + s1;
  }
  if (j < n) p[j] = p[j]! + a[j * n + j]! * v[j]!;
}

interface Reflectors {
  readonly n: number;
  /** As `tridiagonalize` leaves it. */
  readonly a: Float64Array;
  readonly tau: Float64Array;
  /** Receives Q, column-major. */
  readonly q: Float64Array;
}

/** Q = H_0 H_1 … H_{n−3}, accumulated backwards (Golub & Van Loan §5.1.6): each reflector meets only its own corner. */
export function accumulateReflectors({ n, a, tau, q }: Reflectors): void {
  q.fill(0);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  for (let k = n - 3; k >= 0; k--) {
    const t = tau[k]!;
    if (t === 0) continue;
    const column = k * n;
    let j = k + 1;
    // Four columns at a time: four independent sums hide the latency of addition.
    for (; j + 3 < n; j += 4) {
      const q0 = j * n;
      const q1 = q0 + n;
      const q2 = q1 + n;
      const q3 = q2 + n;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let i = k + 1; i < n; i++) {
        const v = a[column + i]!;
        s0 += v * q[q0 + i]!;
        s1 += v * q[q1 + i]!;
        s2 += v * q[q2 + i]!;
        s3 += v * q[q3 + i]!;
      }
      s0 *= t;
      s1 *= t;
      s2 *= t;
      s3 *= t;
      for (let i = k + 1; i < n; i++) {
        const v = a[column + i]!;
        q[q0 + i] = q[q0 + i]! - s0 * v;
        q[q1 + i] = q[q1 + i]! - s1 * v;
        q[q2 + i] = q[q2 + i]! - s2 * v;
        q[q3 + i] = q[q3 + i]! - s3 * v;
      }
    }
    for (; j < n; j++) {
      const qj = j * n;
      let s = 0;
      for (let i = k + 1; i < n; i++) s += a[column + i]! * q[qj + i]!;
      s *= t;
      for (let i = k + 1; i < n; i++) q[qj + i] = q[qj + i]! - s * a[column + i]!;
    }
  }
}
