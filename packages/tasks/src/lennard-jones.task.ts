import type { Input, Parameter } from '@glompo/core/plugin';
import type { Differentiable } from './differentiable.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'lennard-jones',
  options: {
    atoms: {
      type: 'integer',
      min: 2,
      max: 10_000,
      default: 13,
      description: 'number of atoms: a third of the coordinates',
    },
  },
  create: ({ atoms }) => {
    const half = bestDistance * (0.5 + Math.cbrt((3 * atoms) / (4 * Math.PI * Math.SQRT2)));
    const parameters = Array.from({ length: 3 * atoms }, (_, k): Parameter => {
      return { kind: 'real', name: `${'xyz'[k % 3]}${Math.floor(k / 3) + 1}`, low: -half, high: half };
    });
    return { parameters, value: energy };
  },
  /** Pairs, triangles and tetrahedra with all atoms at the best distance; larger clusters have no such simple shape. */
  minimum: ({ atoms }) => {
    const value = lowest[atoms];
    if (value === undefined) return undefined;
    if (atoms > 4) return { value };
    const edge = bestDistance / Math.SQRT2;
    const corners = [0, 0, 0, edge, edge, 0, edge, 0, edge, 0, edge, edge];
    return { value, point: Float64Array.from(corners.slice(0, 3 * atoms)) };
  },
});
export const { options, minimum } = definition;
export type LennardJonesOptions = Input<typeof options>;

/**
 * The energy of a cluster of identical atoms: V = 4 Σ_{i<j} r_ij^−12 − r_ij^−6 (ε = σ = 1), coordinates x1, y1, z1, x2, …
 *
 * Box: a cube around the origin with half the edge of the container in which Wales and Doye keep their clusters,
 * 2^(1/6) (½ + (3N / 4π√2)^(1/3)): 2.02 for 13 atoms, 2.65 for 38. A compact cluster has half an atom's distance to spare on every
 * side, so it can drift and turn, and atoms thrown into the cube at random are near enough to each other to condense.
 *
 * Atoms closer than 1e-10 count as 1e-10 apart, so that values and gradients are always finite numbers: at most 4e120 per pair.
 *
 * Minima: −44.326801 for 13 atoms (an icosahedron), −173.928427 for 38 (a truncated octahedron, hidden from the wide icosahedral
 * funnel). Source: D. J. Wales and J. P. K. Doye, Global optimization by basin-hopping and the lowest energy structures of
 * Lennard-Jones clusters containing up to 110 atoms, Journal of Physical Chemistry A 101 (1997), and the Cambridge Cluster Database.
 */
export const lennardJones = taskFactory('lennard-jones', options, import.meta.url);

/**
 * Lowest energies, by number of atoms: the published ones, which have six digits after the point, to eleven. (Those that were rounded down are
 * lower than any cluster.) Up to 26 the clusters were found again with this function, that of 38 was made by hand, and all were relaxed.
 */
const lowest: Readonly<Record<number, number>> = {
  2: -1,
  3: -3,
  4: -6,
  5: -9.10385241571,
  6: -12.71206225681,
  7: -16.50538416801,
  8: -19.82148919215,
  9: -24.11336043365,
  10: -28.42253189344,
  11: -32.76597008998,
  12: -37.96759956236,
  13: -44.32680141953,
  14: -47.84515678259,
  15: -52.32262726184,
  16: -56.81574178043,
  17: -61.31799466011,
  18: -66.53094946314,
  19: -72.65978245439,
  20: -77.1770425683,
  21: -81.68457113137,
  22: -86.80978225932,
  23: -92.84447242835,
  24: -97.34881511802,
  25: -102.37266319959,
  26: -108.31561623173,
  38: -173.92842659063,
};

export default definition.task;

/** The distance at which a pair has its lowest energy. */
const bestDistance = 2 ** (1 / 6);
const closestSquared = 1e-20;

const energy: Differentiable = (x, gradient) => {
  let sum = 0;
  for (let i = 0; i < x.length; i += 3) {
    const xi = x[i]!;
    const yi = x[i + 1]!;
    const zi = x[i + 2]!;
    let gx = 0;
    let gy = 0;
    let gz = 0;
    for (let j = 0; j < i; j += 3) {
      const dx = xi - x[j]!;
      const dy = yi - x[j + 1]!;
      const dz = zi - x[j + 2]!;
      let squared = dx * dx + dy * dy + dz * dz;
      if (squared < closestSquared) squared = closestSquared;
      const inverse = 1 / squared;
      const sixth = inverse * inverse * inverse;
      sum += sixth * (sixth - 1);
      if (gradient) {
        const force = -24 * inverse * sixth * (2 * sixth - 1);
        gx += force * dx;
        gy += force * dy;
        gz += force * dz;
        gradient[j]! -= force * dx;
        gradient[j + 1]! -= force * dy;
        gradient[j + 2]! -= force * dz;
      }
    }
    if (gradient) {
      gradient[i]! += gx;
      gradient[i + 1]! += gy;
      gradient[i + 2]! += gz;
    }
  }
  return 4 * sum;
};
