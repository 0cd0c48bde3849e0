// RR-6829, section 4: functions with many minima and a global structure.
import { optimalPoint, rotationQ, rotationR } from './instance.js';
import { multiply, product, scaleRows } from './matrix.js';
import { turnedValley } from './moderate.js';
import type { MakeProblem } from './problem.js';
import { rastriginSum } from './sums.js';
import { boundaryPenalty, conditioning, makeAsymmetric, oscillate, shift } from './transformations.js';

/** 4.15, f15: 10 (D − Σ cos 2πz_i) + |z|², z = R Λ^10 Q T_asy^0.2(T_osz(R (x − x_opt))). */
export const rotatedRastrigin: MakeProblem = (dims, seed) => {
  const xopt = optimalPoint(dims, seed);
  const inner = rotationR(dims, seed);
  const outer = product(inner, conditioning(dims, 10), rotationQ(dims, seed));
  const y = new Float64Array(dims);
  const z = new Float64Array(dims);
  return {
    xopt,
    excess(x) {
      shift(x, xopt, y);
      multiply(inner, y, z);
      oscillate(z);
      makeAsymmetric(z, 0.2);
      multiply(outer, z, y);
      return rastriginSum(y);
    },
  };
};

/** The waves of Weierstrass's function: amplitudes 1/2^k, frequencies 3^k, k = 0 … 11. */
const amplitudes = Float64Array.from({ length: 12 }, (_, k) => 0.5 ** k);
const frequencies = Float64Array.from({ length: 12 }, (_, k) => 3 ** k);

/** Σ 2^−k cos(2π 3^k (z + 1/2)). */
function weierstrassSum(z: number): number {
  let sum = 0;
  for (let k = 0; k < 12; k++) sum += Math.cos(2 * Math.PI * (z + 0.5) * frequencies[k]!) * amplitudes[k]!;
  return sum;
}

/**
 * 4.16, f16: 10 (Σ_i Σ_k 2^−k cos(2π 3^k (z_i + 1/2)) / D − f_0)³ + 10 f_pen(x) / D, z = R Λ^(1/100) Q T_osz(R (x − x_opt)), f_0 is the
 * inner sum at 0.
 */
export const weierstrass: MakeProblem = (dims, seed) => {
  const xopt = optimalPoint(dims, seed);
  const inner = rotationR(dims, seed);
  const outer = product(inner, conditioning(dims, 0.01), rotationQ(dims, seed));
  const lowest = weierstrassSum(0);
  const y = new Float64Array(dims);
  const z = new Float64Array(dims);
  return {
    xopt,
    excess(x) {
      shift(x, xopt, y);
      multiply(inner, y, z);
      oscillate(z);
      multiply(outer, z, y);
      let sum = 0;
      for (let i = 0; i < dims; i++) sum += weierstrassSum(y[i]!);
      return 10 * (sum / dims - lowest) ** 3 + (10 / dims) * boundaryPenalty(x);
    },
  };
};

/** (Σ_{i<D} √s_i + √s_i sin²(50 s_i^(1/5)) / (D − 1))² + 10 f_pen(x), s_i = √(z_i² + z_{i+1}²), z = Λ^α Q T_asy^0.5(R (x − x_opt)). */
const schaffersWith =
  (alpha: number): MakeProblem =>
  (dims, seed) => {
    const xopt = optimalPoint(dims, seed);
    const inner = rotationR(dims, seed);
    const outer = scaleRows(conditioning(dims, alpha), rotationQ(dims, seed));
    const y = new Float64Array(dims);
    const z = new Float64Array(dims);
    return {
      xopt,
      excess(x) {
        shift(x, xopt, y);
        multiply(inner, y, z);
        makeAsymmetric(z, 0.5);
        multiply(outer, z, y);
        let sum = 0;
        for (let i = 0; i < dims - 1; i++) {
          const squared = y[i]! * y[i]! + y[i + 1]! * y[i + 1]!;
          const wave = Math.sin(50 * squared ** 0.1);
          sum += Math.sqrt(Math.sqrt(squared)) * (1 + wave * wave);
        }
        const mean = sum / (dims - 1);
        return mean * mean + 10 * boundaryPenalty(x);
      },
    };
  };

/** 4.17, f17: Schaffers's F7, with Λ^10. */
export const schaffers = schaffersWith(10);

/** 4.18, f18: the same, with Λ^1000; R, Q and x_opt are f17's. */
export const schaffersIllConditioned = schaffersWith(1000);

/** 4.19, f19: 10 Σ_{i<D} (s_i / 4000 − cos s_i) / (D − 1) + 10, s_i = 100 (z_i² − z_{i+1})² + (z_i − 1)², z as f9. */
export const griewankRosenbrock = turnedValley(z => {
  const last = z.length - 1;
  let sum = 0;
  for (let i = 0; i < last; i++) {
    const off = z[i]! * z[i]! - z[i + 1]!;
    const ahead = 1 - z[i]!;
    const s = 100 * off * off + ahead * ahead;
    sum += s / 4000 - Math.cos(s);
  }
  return 10 + (10 * sum) / last;
});
