import type { Place } from './fair-order.js';

/** Where the points of a run stand in the queue: those that were asked for while older ones still waited come after them. */
export class QueuePlaces {
  #now: Place;
  /** With the ordinal of the first point of each. */
  #following: { readonly first: number; readonly place: Place }[] = [];

  constructor(place: Place) {
    this.#now = place;
  }

  /** That of the oldest point. */
  get now(): Place {
    return this.#now;
  }

  get last(): Place {
    return this.#following.at(-1)?.place ?? this.#now;
  }

  /** Points from number `first` on stand here. @param older whether there are some before them */
  add(place: Place, { first, older }: { readonly first: number; readonly older: boolean }): void {
    if (older) this.#following.push({ first, place });
    else this.#now = place;
  }

  /** Once all points of its place have been dispatched, the run stands where those that followed do. */
  dispatched(oldestWaiting: number): void {
    const [next] = this.#following;
    if (next === undefined || oldestWaiting < next.first) return;
    this.#now = next.place;
    this.#following.shift();
  }
}
