import { mix32 } from '../random/hash.js';
import { packedNumbers, polynomialsOfDegree } from './sobol-table.js';

/** Dimensions of the table of direction numbers. */
export const mostDimensions = 1 + polynomialsOfDegree.reduce((sum, count) => sum + count, 0);

const bits = 32;

/**
 * The direction numbers v_1 … v_32 of each dimension, as 32-bit fractions, one dimension after the other (P. Bratley & B. L. Fox, "Algorithm
 * 659", ACM TOMS 14, 88 (1988); S. Joe & F. Y. Kuo, SIAM J. Sci. Comput. 30, 2635 (2008)).
 */
export function directionNumbers(dimensions: number): Uint32Array {
  const all = new Uint32Array(bits * dimensions);
  for (let k = 0; k < bits; k++) all[k] = 2 ** (bits - 1 - k);
  const read = bitReader(packedNumbers);
  let dimension = 1;
  for (const [index, count] of polynomialsOfDegree.entries()) {
    const degree = index + 1;
    for (let c = 0; c < count && dimension < dimensions; c++, dimension++) {
      const v = all.subarray(bits * dimension, bits * (dimension + 1));
      const a = read(degree - 1);
      for (let i = 0; i < degree; i++) v[i] = (2 * read(i) + 1) * 2 ** (bits - 1 - i);
      for (let i = degree; i < bits; i++) {
        const before = v[i - degree] as number;
        let next = before ^ (before >>> degree);
        for (let k = 1; k < degree; k++) if ((a >>> (degree - 1 - k)) & 1) next ^= v[i - k] as number;
        v[i] = next;
      }
    }
  }
  return all;
}

/** One coordinate of a point: the exclusive or of the direction numbers where the Gray code of its index (from 0) has ones. */
export function sobolNumber(v: Uint32Array, index: number): number {
  let gray = (index ^ (index >>> 1)) >>> 0;
  let x = 0;
  for (let k = 0; gray !== 0; k++, gray >>>= 1) if (gray & 1) x ^= v[k] as number;
  return x >>> 0;
}

/**
 * Owen's nested uniform scrambling (A. B. Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences", 1995): each bit is flipped, or not, by a
 * chance that depends on all the bits before it. The chance is a hash, so that nothing is kept.
 */
export function scrambled(x: number, seed: number): number {
  let flips = 0;
  for (let k = 0; k < bits; k++) {
    // The bits before the k-th, behind a one that tells how many they are.
    const prefix = k === 0 ? 1 : ((x >>> (bits - k)) | (2 ** k)) >>> 0;
    flips |= (mix32(mix32(prefix ^ seed) + seed) & 1) << (bits - 1 - k);
  }
  return (x ^ flips) >>> 0;
}

/** Reads numbers of so many bits, the highest first. */
function bitReader(base64: string): (count: number) => number {
  const text = atob(base64);
  let at = 0;
  return count => {
    let value = 0;
    for (let k = 0; k < count; k++, at++) value = 2 * value + ((text.charCodeAt(at >>> 3) >>> (7 - (at & 7))) & 1);
    return value;
  };
}
