// Sums that several functions are made of.

/** Σ w_i z_i². */
export function ellipsoidSum(weights: Float64Array, z: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum += weights[i]! * z[i]! * z[i]!;
  return sum;
}

/** 10 (D − Σ cos 2πz_i) + |z|². */
export function rastriginSum(z: Float64Array): number {
  let waves = 0;
  let squares = 0;
  for (let i = 0; i < z.length; i++) {
    waves += Math.cos(2 * Math.PI * z[i]!);
    squares += z[i]! * z[i]!;
  }
  return 10 * (z.length - waves) + squares;
}

/** Σ 100 (z_i² − z_{i+1})² + (z_i − 1)². */
export function rosenbrockSum(z: Float64Array): number {
  let valley = 0;
  let along = 0;
  for (let i = 0; i < z.length - 1; i++) {
    const off = z[i]! * z[i]! - z[i + 1]!;
    const ahead = z[i]! - 1;
    valley += off * off;
    along += ahead * ahead;
  }
  return 100 * valley + along;
}
