// Transformations of RR-6829, section 0.2.

/** y ← x − x_opt. */
export function shift(x: Float64Array, xopt: Float64Array, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) y[i] = x[i]! - xopt[i]!;
}

/** T_osz of a number: sign(x) exp(x̂ + 0.049 (sin c1 x̂ + sin c2 x̂)) with x̂ = ln |x|, c1 = 10 and c2 = 7.9 for x > 0, else 5.5 and 3.1. */
export function oscillated(x: number): number {
  if (x > 0) {
    const log = Math.log(x);
    return Math.exp(log + 0.049 * (Math.sin(10 * log) + Math.sin(7.9 * log)));
  }
  if (x < 0) {
    const log = Math.log(-x);
    return -Math.exp(log + 0.049 * (Math.sin(5.5 * log) + Math.sin(3.1 * log)));
  }
  return x;
}

/** x ← T_osz(x). */
export function oscillate(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] = oscillated(x[i]!);
}

/** x ← T_asy^β(x): x_i^(1 + β i/(D − 1) √x_i) where x_i > 0, i from 0. */
export function makeAsymmetric(x: Float64Array, beta: number): void {
  const last = x.length - 1;
  for (let i = 0; i < x.length; i++) {
    const xi = x[i]!;
    if (xi > 0) x[i] = xi ** (1 + ((beta * i) / last) * Math.sqrt(xi));
  }
}

/** The diagonal of Λ^α: α^(i / 2(D − 1)), i from 0. */
export function conditioning(dims: number, alpha: number): Float64Array {
  return new Float64Array(dims).map((_, i) => Math.sqrt(alpha) ** (i / (dims - 1)));
}

/** f_pen: Σ max(0, |x_i| − 5)². */
export function boundaryPenalty(x: Float64Array): number {
  let penalty = 0;
  for (let i = 0; i < x.length; i++) {
    const over = Math.abs(x[i]!) - 5;
    if (over > 0) penalty += over * over;
  }
  return penalty;
}
