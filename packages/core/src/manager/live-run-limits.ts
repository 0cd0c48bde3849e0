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

export function liveRunsOf(given: number | LiveRunLimits | undefined, slots: number): LiveRunLimits {
  if (typeof given === 'number') return { from: given, upTo: given };
  if (given) return given;
  const from = Math.min(mostLiveRuns, slots);
  return { from, upTo: Math.min(mostLiveRuns, 2 * from) };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= mostLiveRuns;
}
