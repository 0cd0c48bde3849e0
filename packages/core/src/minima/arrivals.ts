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
  /** The best of the last trials of a run that has converged, if that was not near its best point: it has found that by chance, and gone on to a worse minimum. */
  readonly at?: Found;
}

/** Where a run has ended: at a minimum of its own, on its way to a known one, or at none (undefined). */
export function arrivalOf({ status, reason }: Pick<End, 'status' | 'reason'>): 'ended' | 'approached' | undefined {
  if (status === 'converged') return reason.unfinished ? undefined : 'ended';
  return status === 'killed' && says(reason) ? 'approached' : undefined;
}

/** Tells the minima of the end of a run. */
export function arrive(minima: Minima, end: End): void {
  const { best, at = best, run } = end;
  const arrival = at && Number.isFinite(at.value) ? arrivalOf(end) : undefined;
  if (at === undefined || arrival === undefined) return;
  if (arrival === 'ended') minima.ended({ value: at.value, point: at.point, run });
  else minima.approached(at.point);
}

/** Whether the hunter said so, by itself or as a part of another one. */
function says({ by, because = [] }: Reason): boolean {
  return by === knownBasinName || because.some(says);
}
