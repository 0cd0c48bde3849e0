import type { Reason } from '../contracts/reason.js';
import type { Found, RunStatus } from '../contracts/view.js';
import type { Minima } from './minima.js';

/** The hunter that kills runs on their way to known minima. */
export const knownBasinName = 'knownBasin';

/** How a run ended, as far as it matters to minima. */
export interface End {
  readonly run: number;
  readonly status: RunStatus;
  readonly reason: Reason;
  readonly best: Found | undefined;
}

/** Where a run has ended: at a minimum of its own, on its way to a known one, or at none (undefined). */
export function arrivalOf({ status, reason }: Pick<End, 'status' | 'reason'>): 'ended' | 'approached' | undefined {
  if (status === 'converged') return reason.unfinished ? undefined : 'ended';
  return status === 'killed' && says(reason) ? 'approached' : undefined;
}

/** Tells the minima of the end of a run. */
export function arrive(minima: Minima, end: End): void {
  const { best, run } = end;
  if (best === undefined || !Number.isFinite(best.value)) return;
  const arrival = arrivalOf(end);
  if (arrival === 'ended') minima.ended({ value: best.value, point: best.point, run });
  else if (arrival === 'approached') minima.approached(best.point);
}

/** Whether the hunter said so, by itself or as a part of another one. */
function says({ by, because = [] }: Reason): boolean {
  return by === knownBasinName || because.some(says);
}
