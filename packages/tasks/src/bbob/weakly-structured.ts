// RR-6829, section 5: functions with many minima and a weak global structure; Gallagher's (5.21 and 5.22) are in gallagher.ts.
import { optimalPoint, rotationQ, rotationR } from './instance.js';
import { multiply, product } from './matrix.js';
import type { MakeProblem } from './problem.js';
import { gauss, uniform } from './random.js';
import { boundaryPenalty, conditioning, shift } from './transformations.js';

/**
 * 5.20, f20: −Σ z_i sin √|z_i| / 100 D + 4.189828872724339 + 100 f_pen(z / 100), z = 100 (Λ^10 (ẑ − 2 |x_opt|) + 2 |x_opt|), ẑ_1 = x̂_1,
 * ẑ_{i+1} = x̂_{i+1} + 0.25 (x̂_i − 2 |x_opt,i|), x̂ = 2 sign(x_opt) x, |x_opt,i| = 4.2096874637 / 2 with random signs.
 */
export const schwefel: MakeProblem = (dims, seed) => {
  const twice = 4.2096874637;
  const signs = uniform(dims, seed).map(u => (u < 0.5 ? -1 : 1));
  const scales = conditioning(dims, 10);
  const z = new Float64Array(dims);
  return {
    xopt: signs.map(sign => (sign * twice) / 2),
    excess(x) {
      let sum = 0;
      let before = 0; // x̂_{i−1} − 2 |x_opt,i−1|
      for (let i = 0; i < dims; i++) {
        const ahead = 2 * signs[i]! * x[i]! - twice;
        z[i] = scales[i]! * (ahead + 0.25 * before) + twice;
        before = ahead;
        sum += 100 * z[i]! * Math.sin(Math.sqrt(100 * Math.abs(z[i]!)));
      }
      return 0.01 * (418.9828872724339 - sum / dims) + 100 * boundaryPenalty(z);
    },
  };
};

/** 5.23, f23: 10/D² Π_i (1 + i Σ_{j=1…32} |2^j z_i − [2^j z_i]| / 2^j)^(10 / D^1.2) − 10/D² + f_pen(x), z = R Λ^100 Q (x − x_opt), i from 1. */
export const katsuura: MakeProblem = (dims, seed) => {
  const xopt = optimalPoint(dims, seed);
  const matrix = product(rotationR(dims, seed), conditioning(dims, 100), rotationQ(dims, seed));
  const exponent = 10 / dims ** 1.2;
  const y = new Float64Array(dims);
  const z = new Float64Array(dims);
  return {
    xopt,
    excess(x) {
      shift(x, xopt, y);
      multiply(matrix, y, z);
      let result = 1;
      for (let i = 0; i < dims; i++) {
        let sum = 0;
        let power = 1;
        for (let j = 0; j < 32; j++) {
          power *= 2;
          const zi = power * z[i]!;
          sum += Math.abs(zi - Math.floor(zi + 0.5)) / power;
        }
        result *= (1 + (i + 1) * sum) ** exponent;
      }
      return (10 / dims / dims) * (result - 1) + boundaryPenalty(x);
    },
  };
};

/**
 * 5.24, f24: min(Σ (x̂_i − µ_0)², D + s Σ (x̂_i − µ_1)²) + 10 (D − Σ cos 2πz_i) + 10⁴ f_pen(x), x̂ = 2 sign(x_opt) x,
 * z = R Λ^100 Q (x̂ − µ_0), µ_0 = 2.5, µ_1 = −√((µ_0² − 1) / s), s = 1 − 1 / (2 √(D + 20) − 8.2); x_opt is µ_0 / 2 with random signs.
 */
export const lunacekBiRastrigin: MakeProblem = (dims, seed) => {
  const mu0 = 2.5;
  const s = 1 - 0.5 / (Math.sqrt(dims + 20) - 4.1);
  const mu1 = -Math.sqrt((mu0 * mu0 - 1) / s);
  const signs = gauss(dims, seed).map(g => (g < 0 ? -1 : 1));
  const matrix = product(rotationR(dims, seed), conditioning(dims, 100), rotationQ(dims, seed));
  const y = new Float64Array(dims);
  const z = new Float64Array(dims);
  return {
    xopt: signs.map(sign => (sign * mu0) / 2),
    excess(x) {
      let first = 0;
      let second = 0;
      for (let i = 0; i < dims; i++) {
        const hat = 2 * signs[i]! * x[i]!;
        y[i] = hat - mu0;
        first += (hat - mu0) * (hat - mu0);
        second += (hat - mu1) * (hat - mu1);
      }
      multiply(matrix, y, z);
      let waves = 0;
      for (let i = 0; i < dims; i++) waves += Math.cos(2 * Math.PI * z[i]!);
      return Math.min(first, dims + s * second) + 10 * (dims - waves) + 1e4 * boundaryPenalty(x);
    },
  };
};
