import type { Space } from '@glompo/core';
import { difference } from '../cases/difference.js';
import { ConformanceError, ensure } from '../cases/expect.js';
import type { Trace } from './drive.js';

/**
 * The same points, wanting the same, as far as both traces go; and if only one of them stopped, the other had not yet been told
 * what made it stop.
 *
 * @param offset how many points of `expected` came before the first of `actual`
 */
export function ensureSamePoints(
  actual: Trace,
  expected: Trace,
  { what, offset = 0 }: { readonly what: string; readonly offset?: number },
): void {
  const common = Math.min(actual.points.length, expected.points.length - offset);
  for (let i = 0; i < common; i++) {
    const label = `${what}: point ${offset + i + 1}`;
    const found =
      difference(actual.points[i], expected.points[offset + i], label) ??
      difference(actual.wants[i], expected.wants[offset + i], `${label}: wants`);
    if (found !== undefined) throw new ConformanceError(found);
  }
  ensureStopped(actual, expected.stop && { told: expected.values.length - offset, why: expected.stop.message }, what);
  ensureStopped(expected, actual.stop && { told: actual.values.length + offset, why: actual.stop.message }, what);
}

function ensureStopped(
  trace: Trace,
  other: { readonly told: number; readonly why: string } | undefined,
  what: string,
): void {
  if (other === undefined || trace.stop !== undefined) return;
  ensure(
    trace.toldAtLastPoint < other.told,
    () => `${what}: after ${other.told} told trials it stopped once (${other.why}) and went on once`,
  );
}

/** Why `x` is no point of the space, or undefined. */
function pointProblem(x: unknown, { dimensions, low, high }: Space): string | undefined {
  if (!(x instanceof Float64Array)) return `x is no Float64Array, but ${Object.prototype.toString.call(x)}`;
  if (x.length !== dimensions) return `x has ${x.length} coordinates in a space of ${dimensions}`;
  for (let i = 0; i < dimensions; i++) {
    const value = x[i] as number;
    if (!Number.isFinite(value)) return `coordinate ${i + 1} is ${value}`;
    if (value < (low[i] as number) || value > (high[i] as number)) {
      return `coordinate ${i + 1} is ${value}, outside of [${low[i]}, ${high[i]}]`;
    }
  }
  return undefined;
}

export function ensurePoints(points: readonly Float64Array[], space: Space, what: string): void {
  for (const [i, x] of points.entries()) {
    const problem = pointProblem(x, space);
    if (problem !== undefined) throw new ConformanceError(`${what}: point ${i + 1}: ${problem}`);
  }
}
