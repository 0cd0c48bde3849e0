/**
 * Who is served next: start-time fair queueing (Goyal, Vin & Cheng, "Start-time fair queuing", IEEE/ACM ToN 5(5), 1997). Every
 * generation gets the virtual time at which it may begin; the smallest is served first, ties in order of arrival. With equal weights
 * this serves the oldest generation first, which keeps swarms from waiting for their last member.
 *
 * A run that takes the place of one that has ended begins where that one ended: if it began at the present, an endless sequence of short
 * runs, each of them new, would be served before any run that has once been served.
 */
export class FairOrder {
  #clock: number;
  #arrivals: number;
  readonly #vacated: number[];

  /** @param from where it stood before. Default: at the beginning */
  constructor({ clock, arrivals, vacated }: FairOrderMemory = { clock: 0, arrivals: 0, vacated: [] }) {
    this.#clock = clock;
    this.#arrivals = arrivals;
    this.#vacated = [...vacated];
  }

  get memory(): FairOrderMemory {
    return { clock: this.#clock, arrivals: this.#arrivals, vacated: [...this.#vacated] };
  }

  /** Places a new run. */
  enter(weight: number): Place {
    const earliest = this.#vacated.indexOf(Math.min(...this.#vacated));
    const [vacated = 0] = earliest < 0 ? [] : this.#vacated.splice(earliest, 1);
    return this.arrive(vacated, 0, weight);
  }

  /** A run has ended, at virtual time `finished`. */
  leave(finished: number): void {
    this.#vacated.push(finished);
  }

  /**
   * Places `size` trials of a run that ended its last ones at virtual time `finished`.
   *
   * @param arrears so much virtual time it may have been behind and is still owed: by then it is served before the others, until it has caught up; what
   *   is more is forgotten. Published: 0, since whoever had no work is owed nothing
   */
  arrive(finished: number, size: number, weight: number, arrears = 0): Place {
    const start = Math.max(this.#clock - arrears, finished);
    return { start, finish: start + size / weight, arrival: ++this.#arrivals };
  }

  /** How far a start is behind those that are served now, in virtual time. */
  lag(start: number): number {
    return this.#clock - start;
  }

  /** Tells that trials of this place are served now. */
  serve(place: Place): void {
    this.#clock = Math.max(this.#clock, place.start);
  }
}

/** Where the order stood: plain data. */
export interface FairOrderMemory {
  /** The virtual time of now. */
  readonly clock: number;
  /** Places taken so far. */
  readonly arrivals: number;
  /** Virtual times at which runs ended that nobody has succeeded yet. */
  readonly vacated: readonly number[];
}

export interface Place {
  readonly start: number;
  readonly finish: number;
  readonly arrival: number;
}

export function before(a: Place, b: Place): boolean {
  return a.start < b.start || (a.start === b.start && a.arrival < b.arrival);
}
