import assert from 'node:assert/strict';
import type { Cell } from './cells.js';
import { type AskEntry, linearPart } from './diary.js';
import { nameOf, type Place } from './place.js';

/** A trial and where it was made. */
export interface PlacedTrial {
  /** By `keyOf`. */
  readonly point: string;
  readonly place: Place;
}

/** Asserts that these are the workers of a backend: what its name says, children of the manager itself, no more than there may be. */
export function assertWorkers(
  backend: string,
  places: readonly Place[],
  { manager, most }: { readonly manager: Place; readonly most: number },
): void {
  const workers = new Map(places.map(place => [nameOf(place), place]));
  assert.notEqual(workers.size, 0, 'something was done');
  for (const place of workers.values()) {
    switch (backend) {
      case 'inline':
        assert.deepEqual(place, manager, 'inline is the thread of the manager');
        break;
      case 'threads':
        assert.deepEqual(place, { ...manager, thread: place.thread }, 'threads are in the process of the manager');
        assert.notEqual(place.thread, manager.thread, 'threads are not the thread of the manager');
        break;
      case 'processes':
        assert.deepEqual(
          place,
          { pid: place.pid, parent: manager.pid, thread: 0 },
          'processes are children of the manager',
        );
        break;
      default:
        assert.fail(`unknown backend ${backend}`);
    }
  }
  assert.ok(workers.size <= most, `${most} at most: ${[...workers.keys()].join('; ')}`);
}

/** Asserts that the optimizers and the trials of a study were where its cell says. */
export function assertPlaces(
  cell: Cell,
  { manager, asks, trials }: { manager: Place; asks: readonly AskEntry[]; trials: readonly PlacedTrial[] },
): void {
  const { optimizers, slots } = cell;
  const resident = cell.trials === 'with-optimizer';
  const evaluatesOn = cell.trials === 'with-optimizer' ? optimizers : cell.trials;
  const askedAt = asks.map(({ place }) => place);
  const madeAt = trials.map(({ place }) => place);
  assertWorkers(optimizers, askedAt, { manager, most: slots });
  assertWorkers(evaluatesOn, madeAt, { manager, most: slots });
  const evaluating = new Set(madeAt.map(nameOf));
  if (slots > 1 && evaluatesOn !== 'inline') assert.ok(evaluating.size > 1, 'several slots are several workers');
  if (resident) assertMadeWhereAsked(asks, trials);
  else if (optimizers !== 'inline' || evaluatesOn !== 'inline')
    for (const place of askedAt)
      assert.ok(!evaluating.has(nameOf(place)), 'optimizers are not where trials in a pool are made');
}

function assertMadeWhereAsked(asks: readonly AskEntry[], trials: readonly PlacedTrial[]): void {
  // A run that has moved asks again for what was outstanding: then a point has several places.
  const places = new Map<string, Set<string>>();
  for (const { points, place } of asks)
    for (const point of points) places.set(point, (places.get(point) ?? new Set()).add(nameOf(place)));
  let made = 0;
  for (const { point, place } of trials) {
    const asked = places.get(linearPart(point));
    if (asked === undefined) continue;
    assert.ok(asked.has(nameOf(place)), 'a trial is made where its optimizer is');
    made++;
  }
  assert.notEqual(made, 0, 'optimizers that tell where they are had trials');
}
