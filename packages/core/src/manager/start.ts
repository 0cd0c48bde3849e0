import type { Start } from '../contracts/decision.js';
import type { Space } from '../contracts/optimizer.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';

/** Refuses a start that no optimizer could use, naming the rule that gave it. */
export function checkedStart(start: Start, { parameters, dimensions }: Space, rule: string): Start {
  const fail = (message: string) => new GlompoError('GLOMPO_OPTION', `start points ${rule}: ${message}`);
  const { point, spread } = start;
  if (!(point instanceof Float64Array) || point.length !== dimensions) {
    throw fail(`expected a point of ${dimensions} coordinates, got ${show(point)}`);
  }
  for (const [i, { name, low, high }] of parameters.entries()) {
    const value = point[i] as number;
    if (!(value >= low && value <= high))
      throw fail(`parameter "${name}": ${show(value)} is outside of its bounds [${low}, ${high}]`);
  }
  if (spread !== undefined && (spread.length !== dimensions || !spread.every(s => s > 0))) {
    throw fail(`expected a spread of ${dimensions} positive numbers, got ${show(spread)}`);
  }
  return start;
}
