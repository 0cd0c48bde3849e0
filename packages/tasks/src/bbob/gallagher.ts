// RR-6829, sections 5.21 and 5.22; what is random as in COCO: copyright the NumBBO/CoCO team, BSD-3-Clause, see NOTICE.
import { rotationQ } from './instance.js';
import { multiply } from './matrix.js';
import type { MakeProblem } from './problem.js';
import { permutation, uniform } from './random.js';
import { boundaryPenalty, oscillated } from './transformations.js';

interface Peaks {
  /** Number of peaks; the first one is the optimum. */
  readonly count: number;
  /** α of the optimum. */
  readonly condition: number;
  /** The peaks are in [-reach, reach]^D, the optimum in 0.8 times that. */
  readonly reach: number;
}

/**
 * T_osz(10 − max_i w_i exp(−(x − y_i)ᵀ Qᵀ C_i Q (x − y_i) / 2D))² + f_pen(x), w_1 = 10, the others from 1.1 to 9.1; C_i = Λ^α_i / α_i^(1/4),
 * with its diagonal in random order; the α_i of the others are 1000^(2 j / (count − 2)), j in random order.
 */
const gallagher =
  ({ count, condition, reach }: Peaks): MakeProblem =>
  (dims, seed) => {
    const rotation = rotationQ(dims, seed);
    const order = permutation(count - 1, seed);
    // What is written √α_i above: the root is taken once.
    const conditions = [condition, ...order.map(j => 1000 ** (j / (count - 2)))];
    const weights = Float64Array.from({ length: count }, (_, i) => (i === 0 ? 10 : 1.1 + (8 * (i - 1)) / (count - 2)));
    const logarithms = weights.map(Math.log);
    const places = uniform(count * dims, seed).map((u, at) => (at < dims ? 0.8 : 1) * (2 * reach * u - reach));
    const curvatures = new Float64Array(count * dims);
    const rotatedPlaces = new Float64Array(count * dims);
    for (let i = 0; i < count; i++) {
      for (const [k, j] of permutation(dims, seed + 1000 * i).entries())
        curvatures[i * dims + k] = conditions[i]! ** (j / (dims - 1) - 0.5);
      multiply(rotation, places.subarray(i * dims, (i + 1) * dims), rotatedPlaces.subarray(i * dims, (i + 1) * dims));
    }

    const z = new Float64Array(dims);
    return {
      xopt: places.slice(0, dims),
      excess(x) {
        multiply(rotation, x, z);
        // The highest peak is sought by logarithms, and a peak is given up as soon as its distance makes it too low.
        let highest = 0;
        let nearest = Number.POSITIVE_INFINITY;
        for (let i = 0; i < count; i++) {
          const enough = 2 * dims * (logarithms[i]! - logarithms[highest]!) + nearest;
          let distance = 0;
          for (let k = 0, at = i * dims; k < dims && !(distance >= enough); k++, at++) {
            const apart = z[k]! - rotatedPlaces[at]!;
            distance += curvatures[at]! * apart * apart;
          }
          if (!(distance >= enough)) {
            highest = i;
            nearest = distance;
          }
        }
        const depth = oscillated(10 - weights[highest]! * Math.exp((-0.5 / dims) * nearest));
        return depth * depth + boundaryPenalty(x);
      },
    };
  };

/** 5.21, f21: 101 peaks. */
export const gallagher101 = gallagher({ count: 101, condition: Math.sqrt(1000), reach: 5 });

/** 5.22, f22: 21 peaks. */
export const gallagher21 = gallagher({ count: 21, condition: 1000, reach: 4.9 });
