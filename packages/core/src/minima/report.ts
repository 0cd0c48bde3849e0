import type { Minimum } from '../contracts/minimum.js';
import { estimateUnseen, type UnseenMinima } from './unseen.js';

/** The distinct minima that the runs of a study have found. */
export interface FoundMinima {
  /** The best ones, at most 200, from the best to the worst. */
  readonly found: readonly Minimum[];
  /** Runs that reached a minimum, those that are not among these included. */
  readonly runs: number;
  /** How many of the runs reached minima that are not among these, since they are worse than 200 others. Absent: none. */
  readonly others?: number;
  /** What that says of minima that no run has reached. Absent: there were too few runs to tell (fewer than 10), or there are more minima than are kept. */
  readonly unseen?: UnseenMinima;
}

/** @param others how often minima were reached that are not among these */
export function reportMinima(found: readonly Minimum[], others = 0): FoundMinima {
  const reached = found.map(minimum => minimum.reached);
  const unseen = others > 0 ? undefined : estimateUnseen(reached);
  return {
    found: found.map(minimum => ({ ...minimum, point: minimum.point.slice() })),
    runs: reached.reduce((sum, times) => sum + times, others),
    ...(others > 0 && { others }),
    ...(unseen && { unseen }),
  };
}
