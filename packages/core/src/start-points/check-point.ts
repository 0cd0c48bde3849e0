import type { Parameter } from '../contracts/parameter.js';
import { GlompoError } from '../errors/glompo-error.js';
import { faultOf } from '../space/parameters.js';

/**
 * Refuses a user's point that is none of the task's.
 *
 * @param point in the task's units
 * @param where what it is, as it begins the message: `given: point 2`
 * @throws GlompoError `GLOMPO_BOUNDS` if it lies outside the box, `GLOMPO_OPTION` if it has not one coordinate per parameter
 */
export function checkPoint(point: ArrayLike<number>, parameters: readonly Parameter[], where: string): void {
  if (point.length !== parameters.length) {
    const message = `expected ${parameters.length} coordinates, one per parameter, got ${point.length}`;
    throw new GlompoError('GLOMPO_OPTION', `${where}: ${message}`);
  }
  for (const [i, parameter] of parameters.entries()) {
    const value = point[i] as number;
    const fault = faultOf(parameter, value);
    if (fault !== undefined) throw new GlompoError('GLOMPO_BOUNDS', `${where}: ${parameter.name} = ${value} ${fault}`);
  }
}
