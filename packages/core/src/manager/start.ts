import type { Start, StartPoints } from '../contracts/decision.js';
import type { Space } from '../contracts/optimizer.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';
import { faultOf } from '../space/parameters.js';
import { given } from '../start-points/given.js';
import { random } from '../start-points/random.js';

/** Refuses a start that no optimizer could use, naming the rule that gave it. */
export function checkedStart(start: Start, space: Space, rule: string): Start {
  // Whatever it gave.
  const { point, spread } = (start ?? {}) as Start;
  const where = `start points ${rule}`;
  checkPoint(point, space, where);
  const { dimensions } = space;
  if (spread !== undefined && (spread.length !== dimensions || !spread.every(s => s > 0)))
    throw fail(where, `expected a spread of ${dimensions} positive numbers, got ${show(spread)}`);
  return start;
}

/** @throws GlompoError `GLOMPO_OPTION` if it is no point inside the bounds, in the task's units */
export function checkPoint(point: Float64Array, { parameters, dimensions }: Space, where: string): void {
  if (!(point instanceof Float64Array) || point.length !== dimensions)
    throw fail(where, `expected a point of ${dimensions} coordinates, got ${show(point)}`);
  for (const [i, parameter] of parameters.entries()) {
    const value = point[i] as number;
    const fault = faultOf(parameter, value);
    if (fault !== undefined) throw fail(where, `parameter "${parameter.name}": ${show(value)} ${fault}`);
  }
}

function fail(where: string, message: string): GlompoError {
  return new GlompoError('GLOMPO_OPTION', `${where}: ${message}`);
}

/** Where runs start if nothing else is said: at the task's own start, if it has one, then anywhere. */
export function defaultStartPoints(start: Float64Array | undefined): StartPoints {
  return start ? given([start], random()) : random();
}
