import type { Reason } from '../contracts/reason.js';
import { bug } from '../errors/glompo-error.js';
import type { Floor } from './driver.js';

/**
 * What it means that nothing is under way and nothing can begin.
 *
 * @returns why the study stops; undefined: what it waits for will come
 * @throws GlompoError `GLOMPO_BUG` if there is nothing that it could wait for
 */
export function standstill(
  { budget, state, slots, held }: Floor,
  {
    runs,
    nothingToStart,
    missing,
  }: {
    readonly runs: number;
    /** Why no run is started. */
    readonly nothingToStart: Reason | undefined;
    /** Workers that are not there, though there are slots for them. */
    readonly missing: { readonly beingReplaced: number; readonly starting: number };
  },
): Reason | undefined {
  if (runs === 0 && nothingToStart) {
    const message = 'every run has ended and no other is started';
    return { by: 'manager', message, because: [nothingToStart] };
  }
  if (budget.available === 0) return { by: 'manager', message: 'no evaluations are left' };
  // Whoever paused them continues them, or stops the study.
  if (runs > 0 && state.live.every(({ paused }) => paused)) return undefined;
  if (slots.free > 0 && !held && missing.beingReplaced + missing.starting === 0)
    throw bug(`the study stands still with ${runs} live runs and ${slots.free} free slots`);
  return undefined;
}
