import type { Minimum } from '../contracts/minimum.js';
import type { Space } from '../contracts/optimizer.js';
import { relativeDistance } from '../space/relative-distance.js';

/** A place and its value. */
export type Place = Pick<Minimum, 'value' | 'point'>;

/** Farther apart than this, as a fraction of the ranges, two finds are two minima. */
const farthest = 1e-3;
/** So are finds whose values differ by more than this, relative to the larger of them or to 1. */
const valueTolerance = 1e-8;

/** Whether two values may be of one minimum, as far as optimizers find it exactly. */
export function valuesAgree(a: number, b: number): boolean {
  // Halves: the distance of two values may overflow.
  return Math.abs(a / 2 - b / 2) <= (valueTolerance / 2) * Math.max(1, Math.abs(a), Math.abs(b));
}

/** Whether two points are close enough to be of one minimum. */
export function isNear(space: Space, a: Float64Array, b: Float64Array): boolean {
  return relativeDistance(space, a, b) <= farthest;
}

/**
 * How far two finds of the same minimum are apart (`relativeDistance`); undefined: they are of two minima. They are of the same if both place and value agree, as
 * programs that collect the minima of energy landscapes decide it (D. J. Wales, "Energy Landscapes", Cambridge University Press 2003): closer than 0.001 of the
 * ranges, and values that differ by at most 10⁻⁸ of the larger one, or of 1, which is what optimizers find a minimum to. By place alone, Griewank's neighbours would be
 * one in many dimensions; by value alone, symmetric minima would be.
 */
export function distanceIfSame(space: Space, a: Place, b: Place): number | undefined {
  if (!valuesAgree(a.value, b.value)) return undefined;
  const distance = relativeDistance(space, a.point, b.point);
  return distance <= farthest ? distance : undefined;
}
