/** P(Z > z) of a standard normal variable, to a relative error below 1e-12 (Abramowitz & Stegun, 26.2.11 and 26.2.14). */
export function normalAbove(z: number): number {
  if (z < 0) return 1 - normalAbove(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 3) {
    // The continued fraction 1/(z + 1/(z + 2/(z + …))), from its end.
    let rest = z;
    for (let k = 120; k > 0; k--) rest = z + k / rest;
    return density / rest;
  }
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17 * sum; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 - density * sum;
}

/** z with P(Z ≤ z) = p, for p from 0.5 to below 1 (a start from Abramowitz & Stegun, 26.2.23, and Newton's steps). */
export function normalQuantile(p: number): number {
  const tail = 1 - p;
  if (tail <= 0) return Number.POSITIVE_INFINITY;
  const t = Math.sqrt(-2 * Math.log(tail));
  let z = Math.max(
    0,
    t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t),
  );
  for (let step = 0; step < 4; step++) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    z += (normalAbove(z) - tail) / density;
  }
  return z;
}
