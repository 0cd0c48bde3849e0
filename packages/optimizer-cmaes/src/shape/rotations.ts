/** The rotations of one sweep: number i turns columns i and i + 1 of q. */
interface Rotations {
  readonly n: number;
  /** n × n, column-major. */
  readonly q: Float64Array;
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/** Applies rotations end − 1, end − 2, … begin to the columns of q, two in one pass: they share a column. */
export function applyRotations({ n, q, cosines, sines }: Rotations, begin: number, end: number): void {
  let i = end - 1;
  for (; i > begin; i -= 2) {
    const c1 = cosines[i]!;
    const s1 = sines[i]!;
    const c0 = cosines[i - 1]!;
    const s0 = sines[i - 1]!;
    const middle = i * n;
    const right = middle + n;
    const left = middle - n;
    for (let k = 0; k < n; k++) {
      const r = q[right + k]!;
      const m = q[middle + k]!;
      const l = q[left + k]!;
      const turned = c1 * m - s1 * r;
      q[right + k] = s1 * m + c1 * r;
      q[middle + k] = s0 * l + c0 * turned;
      q[left + k] = c0 * l - s0 * turned;
    }
  }
  for (; i >= begin; i--) {
    const c = cosines[i]!;
    const s = sines[i]!;
    const left = i * n;
    const right = left + n;
    for (let k = 0; k < n; k++) {
      const r = q[right + k]!;
      const l = q[left + k]!;
      q[right + k] = s * l + c * r;
      q[left + k] = c * l - s * r;
    }
  }
}
