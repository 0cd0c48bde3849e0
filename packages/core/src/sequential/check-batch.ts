import type { Space } from '../contracts/optimizer.js';
import type { Proposal } from '../contracts/task.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';

/** What a bound may be missed by, as a fraction of the range, and still count as rounding. */
const rounding = 1e-9;

/**
 * Checks what a sequential body has yielded. A coordinate that misses a bound by rounding (at most 1e-9 of the range) is set
 * onto it, in the body's own array, so that the body goes on from the point that is evaluated; anything further out is refused.
 *
 * @throws GlompoError `GLOMPO_OPTIMIZER`
 */
export function checkBatch(batch: readonly Proposal[], space: Space, where: string): void {
  if (!Array.isArray(batch)) throw broken(where, `expected a list of proposals, got ${show(batch)}`);
  if (batch.length === 0) throw broken(where, 'yielded an empty batch: yield at least one point, or return a reason');
  for (let k = 0; k < batch.length; k++) checkPoint((batch[k] as Proposal | undefined)?.x, k, space, where);
}

function checkPoint(x: Float64Array | undefined, k: number, space: Space, where: string): void {
  const { dimensions, low, high } = space;
  if (!(x instanceof Float64Array)) throw broken(where, `point ${k + 1}: expected x as a Float64Array, got ${show(x)}`);
  if (x.length !== dimensions) {
    throw broken(where, `point ${k + 1} has ${x.length} coordinates, the space has ${dimensions}`);
  }
  for (let i = 0; i < dimensions; i++) {
    const value = x[i] as number;
    // The difference is 0 for finite numbers only.
    if (!(value >= (low[i] as number) && value <= (high[i] as number) && value - value === 0)) {
      x[i] = onBound(value, i, k, space, where);
    }
  }
}

function onBound(value: number, i: number, k: number, { parameters, low, high }: Space, where: string): number {
  const label = `point ${k + 1}: ${show(parameters[i]?.name ?? `coordinate ${i + 1}`)} is ${value}`;
  if (!Number.isFinite(value)) throw broken(where, `${label}: expected a finite number`);
  const a = low[i] as number;
  const b = high[i] as number;
  const bound = value < a ? a : b;
  const range = Number.isFinite(b - a) ? b - a : 0;
  const tolerance = Math.max(rounding * range, 4 * Number.EPSILON * Math.abs(bound));
  if (Math.abs(value - bound) > tolerance) throw broken(where, `${label}, outside of [${a}, ${b}]`);
  return bound;
}

function broken(where: string, what: string): GlompoError {
  return new GlompoError('GLOMPO_OPTIMIZER', `${where}: ${what}`);
}
