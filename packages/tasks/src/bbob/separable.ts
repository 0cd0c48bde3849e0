// RR-6829, section 1: separable functions.
import { optimalPoint } from './instance.js';
import type { MakeProblem } from './problem.js';
import { ellipsoidSum, rastriginSum } from './sums.js';
import { boundaryPenalty, conditioning, makeAsymmetric, oscillate, shift } from './transformations.js';

/** 1.1, f1: |z|², z = x − x_opt. */
export const sphere: MakeProblem = (dims, seed) => {
  const xopt = optimalPoint(dims, seed);
  return {
    xopt,
    excess(x) {
      let sum = 0;
      for (let i = 0; i < dims; i++) {
        const z = x[i]! - xopt[i]!;
        sum += z * z;
      }
      return sum;
    },
  };
};

/** 1.2, f2: Σ 10^(6 i/(D − 1)) z_i², z = T_osz(x − x_opt). */
export const ellipsoidal: MakeProblem = (dims, seed) => {
  const xopt = optimalPoint(dims, seed);
  const weights = conditioning(dims, 1e12);
  const z = new Float64Array(dims);
  return {
    xopt,
    excess(x) {
      shift(x, xopt, z);
      oscillate(z);
      return ellipsoidSum(weights, z);
    },
  };
};

/** 1.3, f3: 10 (D − Σ cos 2πz_i) + |z|², z = Λ^10 T_asy^0.2(T_osz(x − x_opt)). */
export const rastrigin: MakeProblem = (dims, seed) => {
  const xopt = optimalPoint(dims, seed);
  const scales = conditioning(dims, 10);
  const z = new Float64Array(dims);
  return {
    xopt,
    excess(x) {
      shift(x, xopt, z);
      oscillate(z);
      makeAsymmetric(z, 0.2);
      for (let i = 0; i < dims; i++) z[i]! *= scales[i]!;
      return rastriginSum(z);
    },
  };
};

/**
 * 1.4, f4: as f3 + 100 f_pen(x), z_i = s_i T_osz(x − x_opt)_i, s = Λ^10, where z_i > 0 with i = 0, 2, … ten times as much.
 *
 * COCO's x_opt, which is f3's, is positive in these coordinates.
 */
export const buecheRastrigin: MakeProblem = (dims, seed) => {
  const xopt = optimalPoint(dims, seed).map((xi, i) => (i % 2 === 0 ? Math.abs(xi) : xi));
  const scales = conditioning(dims, 10);
  const z = new Float64Array(dims);
  return {
    xopt,
    excess(x) {
      shift(x, xopt, z);
      oscillate(z);
      for (let i = 0; i < dims; i++) z[i]! *= scales[i]! * (z[i]! > 0 && i % 2 === 0 ? 10 : 1);
      return rastriginSum(z) + 100 * boundaryPenalty(x);
    },
  };
};

/** 1.5, f5: Σ 5 |s_i| − s_i z_i, s = sign(x_opt) Λ^100, z_i = x_i up to the optimum in the corner x_opt, x_opt,i beyond. */
export const linearSlope: MakeProblem = (dims, seed) => {
  const xopt = optimalPoint(dims, seed).map(xi => 5 * Math.sign(xi));
  const slopes = conditioning(dims, 100);
  return {
    xopt,
    excess(x) {
      let sum = 0;
      for (let i = 0; i < dims; i++) {
        const towards = x[i]! * Math.sign(xopt[i]!);
        if (!(towards >= 5)) sum += slopes[i]! * (5 - towards); // not "< 5", so that NaN is not lost
      }
      return sum;
    },
  };
};
