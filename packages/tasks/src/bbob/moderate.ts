// RR-6829, section 2: functions with low or moderate conditioning.
import { optimalPoint, rotationQ, rotationR } from './instance.js';
import { columnSums, multiply, product, scaleRows } from './matrix.js';
import type { MakeProblem } from './problem.js';
import { ellipsoidSum, rosenbrockSum } from './sums.js';
import { boundaryPenalty, conditioning, oscillated, shift } from './transformations.js';

/** 2.6, f6: T_osz(Σ (s_i z_i)²)^0.9, z = R Λ^10 Q (x − x_opt), s_i = 100 where z_i x_opt,i > 0, else 1. */
export const attractiveSector: MakeProblem = (dims, seed) => {
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
      for (let i = 0; i < dims; i++) sum += (z[i]! * xopt[i]! > 0 ? 1e4 : 1) * z[i]! * z[i]!;
      return oscillated(sum) ** 0.9;
    },
  };
};

/**
 * 2.7, f7: 0.1 max(|ẑ_1| / 10⁴, Σ 10^(2 i/(D − 1)) z_i²) + f_pen(x), ẑ = Λ^10 Q (x − x_opt), z = R z̃, z̃ is ẑ rounded: to whole numbers
 * where |ẑ_i| > 0.5, else to tenths.
 */
export const stepEllipsoidal: MakeProblem = (dims, seed) => {
  const xopt = optimalPoint(dims, seed);
  const inner = scaleRows(conditioning(dims, 10), rotationQ(dims, seed));
  const outer = rotationR(dims, seed);
  const weights = conditioning(dims, 1e4);
  const y = new Float64Array(dims);
  const z = new Float64Array(dims);
  return {
    xopt,
    excess(x) {
      shift(x, xopt, y);
      multiply(inner, y, z);
      const first = Math.abs(z[0]!);
      for (let i = 0; i < dims; i++) {
        const zi = z[i]!;
        z[i] = Math.abs(zi) > 0.5 ? Math.floor(zi + 0.5) : Math.floor(10 * zi + 0.5) / 10;
      }
      multiply(outer, z, y);
      return 0.1 * Math.max(first * 1e-4, ellipsoidSum(weights, y)) + boundaryPenalty(x);
    },
  };
};

/** The factor of Rosenbrock's functions: max(1, √D / 8). */
const rosenbrockFactor = (dims: number) => Math.max(1, Math.sqrt(dims) / 8);

/** 2.8, f8: Σ 100 (z_i² − z_{i+1})² + (z_i − 1)², z = max(1, √D / 8) (x − x_opt) + 1, x_opt in [-3, 3]^D. */
export const rosenbrock: MakeProblem = (dims, seed) => {
  const xopt = optimalPoint(dims, seed).map(xi => 0.75 * xi);
  const factor = rosenbrockFactor(dims);
  const z = new Float64Array(dims);
  return {
    xopt,
    excess(x) {
      for (let i = 0; i < dims; i++) z[i] = factor * (x[i]! - xopt[i]!) + 1;
      return rosenbrockSum(z);
    },
  };
};

/** A sum of the z of f9, z = max(1, √D / 8) Q x + 1/2, which is 0 where all of them are 1. */
export const turnedValley =
  (sum: (z: Float64Array) => number): MakeProblem =>
  (dims, seed) => {
    const factor = rosenbrockFactor(dims);
    const rotation = rotationQ(dims, seed);
    const z = new Float64Array(dims);
    return {
      xopt: columnSums(rotation, dims, 1 / (2 * factor)),
      excess(x) {
        multiply(rotation, x, z);
        for (let i = 0; i < dims; i++) z[i] = factor * z[i]! + 0.5;
        return sum(z);
      },
    };
  };

/** 2.9, f9: as f8, z = max(1, √D / 8) Q x + 1/2. */
export const rotatedRosenbrock = turnedValley(rosenbrockSum);
