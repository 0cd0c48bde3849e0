// RR-6829, section 3: functions with high conditioning and one minimum.
import { optimalPoint, rotationQ, rotationR } from './instance.js';
import { multiply, product } from './matrix.js';
import type { MakeProblem } from './problem.js';
import { ellipsoidSum } from './sums.js';
import { conditioning, makeAsymmetric, oscillate, shift } from './transformations.js';

/** Σ w_i z_i², z = T_osz(R (x − x_opt)). */
const rotatedOscillated =
  (weights: (dims: number) => Float64Array): MakeProblem =>
  (dims, seed) => {
    const xopt = optimalPoint(dims, seed);
    const rotation = rotationR(dims, seed);
    const w = weights(dims);
    const y = new Float64Array(dims);
    const z = new Float64Array(dims);
    return {
      xopt,
      excess(x) {
        shift(x, xopt, y);
        multiply(rotation, y, z);
        oscillate(z);
        return ellipsoidSum(w, z);
      },
    };
  };

/** 3.10, f10: Σ 10^(6 i/(D − 1)) z_i², z = T_osz(R (x − x_opt)). */
export const rotatedEllipsoidal = rotatedOscillated(dims => conditioning(dims, 1e12));

/** 3.11, f11: 10⁶ z_1² + Σ_{i>1} z_i², z as f10. */
export const discus = rotatedOscillated(dims => new Float64Array(dims).fill(1).fill(1e6, 0, 1));

/** 3.12, f12: z_1² + 10⁶ Σ_{i>1} z_i², z = R T_asy^0.5(R (x − x_opt)). */
export const bentCigar: MakeProblem = (dims, seed) => {
  const xopt = optimalPoint(dims, seed + 1_000_000);
  const rotation = rotationR(dims, seed);
  const weights = new Float64Array(dims).fill(1e6).fill(1, 0, 1);
  const y = new Float64Array(dims);
  const z = new Float64Array(dims);
  return {
    xopt,
    excess(x) {
      shift(x, xopt, y);
      multiply(rotation, y, z);
      makeAsymmetric(z, 0.5);
      multiply(rotation, z, y);
      return ellipsoidSum(weights, y);
    },
  };
};

/** 3.13, f13: z_1² + 100 √(Σ_{i>1} z_i²), z = R Λ^10 Q (x − x_opt). */
export const sharpRidge: MakeProblem = (dims, seed) => {
  const xopt = optimalPoint(dims, seed);
  const matrix = product(rotationR(dims, seed), conditioning(dims, 10), rotationQ(dims, seed));
  const y = new Float64Array(dims);
  const z = new Float64Array(dims);
  return {
    xopt,
    excess(x) {
      shift(x, xopt, y);
      multiply(matrix, y, z);
      let sum = 0;
      for (let i = 1; i < dims; i++) sum += z[i]! * z[i]!;
      return 100 * Math.sqrt(sum) + z[0]! * z[0]!;
    },
  };
};

/** 3.14, f14: √(Σ |z_i|^(2 + 4 i/(D − 1))), z = R (x − x_opt). */
export const differentPowers: MakeProblem = (dims, seed) => {
  const xopt = optimalPoint(dims, seed);
  const rotation = rotationR(dims, seed);
  const y = new Float64Array(dims);
  const z = new Float64Array(dims);
  return {
    xopt,
    excess(x) {
      shift(x, xopt, y);
      multiply(rotation, y, z);
      let sum = 0;
      for (let i = 0; i < dims; i++) sum += Math.abs(z[i]!) ** (2 + (4 * i) / (dims - 1));
      return Math.sqrt(sum);
    },
  };
};
