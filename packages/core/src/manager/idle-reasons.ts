import type { Driver, Floor } from './driver.js';
import type { IdleReason } from './slot-time.js';

/** What slots wait for that are free now, the weightiest reason first: so many slots each, as long as there are any left. */
export function idleReasons(
  floor: Floor,
  {
    over,
    drivers,
    missing,
  }: {
    /** There is nothing more to be done. */
    readonly over: boolean;
    readonly drivers: Iterable<Driver>;
    /** Workers that are not there, though there are slots for them. */
    readonly missing: { readonly beingReplaced: number; readonly starting: number };
  },
): [IdleReason, number][] {
  const all = floor.slots.free;
  if (over || floor.budget.available === 0) return [['finished', all]];
  if (floor.held) return [[floor.held, all]];
  let computing = 0;
  let ready = 0;
  for (const { waitsFor } of drivers) {
    if (waitsFor === 'proposals') computing++;
    else if (waitsFor === 'worker') ready++;
  }
  return [
    ['starting', missing.starting],
    ['beingReplaced', missing.beingReplaced],
    ['waitingForManager', ready],
    ['optimizing', computing],
    ['waitingForPoints', all],
  ];
}
