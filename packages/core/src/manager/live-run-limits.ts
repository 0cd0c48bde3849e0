import type { Selector } from '../contracts/decision.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';

/** Optimizers alive at the same time: `from`, and up to `upTo` while slots idle for want of points. */
export interface LiveRunLimits {
  readonly from: number;
  readonly upTo: number;
}

/** Runs, as slots: far more than anything can use, and few enough to be started. */
const mostLiveRuns = 10_000;

/** @throws GlompoError `GLOMPO_OPTION` */
export function checkLiveRuns(given: unknown): void {
  const limits = typeof given === 'number' ? { from: given, upTo: given } : given;
  const { from, upTo } = (typeof limits === 'object' && limits !== null ? limits : {}) as Partial<LiveRunLimits>;
  if (isCount(from) && isCount(upTo) && from <= upTo) return;
  throw new GlompoError(
    'GLOMPO_OPTION',
    `liveRuns: expected an integer from 1 to ${mostLiveRuns}, or { from, upTo } of such with from ≤ upTo, got ${show(given)}`,
  );
}

/** @throws GlompoError `GLOMPO_OPTION` unless what a selector says of itself, if it does, is a number of runs */
export function checkTogether({ name, together }: Pick<Selector, 'name' | 'together'>): void {
  if (together === undefined || isCount(together)) return;
  throw new GlompoError(
    'GLOMPO_OPTION',
    `selector ${name}: together: expected an integer from 1 to ${mostLiveRuns}, got ${show(together)}`,
  );
}

/**
 * By default there are as many as slots where each uses one slot at a time. Where runs share the slots there are few to begin with, and one more
 * whenever slots idle: few that get on faster find more with the same evaluations than many side by side.
 *
 * @param sharing how many there are to begin with where a run can use several slots at once; undefined: it cannot
 */
export function liveRunsOf(
  given: number | LiveRunLimits | undefined,
  { slots, sharing = slots }: { readonly slots: number; readonly sharing: number | undefined },
): LiveRunLimits {
  if (typeof given === 'number') return { from: given, upTo: given };
  if (given) return given;
  const most = Math.min(mostLiveRuns, slots);
  return { from: Math.min(most, sharing), upTo: Math.min(mostLiveRuns, 2 * most) };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= mostLiveRuns;
}
