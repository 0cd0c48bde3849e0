import type { Random } from '../contracts/random.js';

/**
 * How far the visiting temperature has fallen at move k, from 1 at the first: (2^(q−1) − 1) / ((1 + k)^(q−1) − 1) (C. Tsallis &
 * D. A. Stariolo, Physica A 233, 395 (1996)).
 *
 * @param q the visiting index q_V, above 1 and below 3
 * @param move from 1
 */
export function cooling(q: number, move: number): number {
  return Math.expm1((q - 1) * Math.LN2) / Math.expm1((q - 1) * Math.log1p(move));
}

/** What the temperature that has fallen so far makes of the width of jumps: T^(1 / (3 − q)). */
export function widthAt(q: number, cooled: number): number {
  return cooled ** (1 / (3 - q));
}

/**
 * A jump of width 1 in so many dimensions, by the visiting distribution of generalised simulated annealing, which is a multivariate Student
 * distribution with ν = (3 − q) / (q − 1) degrees of freedom (T. Schanze, Comput. Phys. Commun. 175, 708 (2006)): normal for q → 1, Cauchy
 * for q = 2, and with ever longer tails towards q = 3. Coordinates may be infinite or NaN where jumps are too long for a number.
 */
export function visit(q: number, dimensions: number, random: Random): Float64Array {
  const freedom = (3 - q) / (q - 1);
  const jump = Float64Array.from({ length: dimensions }, () => random.normal());
  const stretch = Math.sqrt(freedom / (2 * gamma(freedom / 2, random)));
  return jump.map(z => z * stretch);
}

/** A Gamma number of scale 1 (G. Marsaglia & W. W. Tsang, ACM TOMS 26, 363 (2000)). */
function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
