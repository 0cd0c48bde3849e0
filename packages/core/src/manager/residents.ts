import type { Place } from './fair-order.js';

/** A run that lives on a worker, with its place in the queue for slots. */
export interface Resident {
  readonly run: { readonly id: number };
  readonly place: Place;
  /** Its worker is gone, with all that it was there, or can be waited for no longer. */
  evicted(): void;
}

/** Who lives on which worker of a crew. */
export class Residents {
  readonly #runs: Set<Resident>[] = [];

  get workers(): Iterable<number> {
    return this.#runs.keys();
  }

  addWorker(worker: number): void {
    this.#runs[worker] = new Set();
  }

  enter(worker: number, run: Resident): void {
    this.#at(worker).add(run);
  }

  leave(worker: number, run: Resident): void {
    this.#at(worker).delete(run);
  }

  count(worker: number): number {
    return this.#at(worker).size;
  }

  /** The worker is ended, or nobody but one run can stay there. @returns those that had to leave */
  evict(worker: number, keep?: number): readonly Resident[] {
    const here = this.#at(worker);
    const leaving = [...here].filter(({ run }) => run.id !== keep);
    for (const resident of leaving) {
      here.delete(resident);
      resident.evicted();
    }
    return leaving;
  }

  /** That one of these workers on which the fewest runs live. */
  fewest(workers: Iterable<number>, admits: (worker: number) => boolean): number | undefined {
    let found: number | undefined;
    for (const worker of workers) {
      if (!admits(worker) || (found !== undefined && this.count(worker) >= this.count(found))) continue;
      found = worker;
      if (this.count(worker) === 0) break;
    }
    return found;
  }

  /** The worker whose runs are the farthest. */
  farthest(admits: (worker: number) => boolean): number | undefined {
    let found: number | undefined;
    let farthest = Number.NEGATIVE_INFINITY;
    for (const [worker, runs] of this.#runs.entries()) {
      const start = Math.min(...Array.from(runs, ({ place }) => place.start));
      if (start > farthest && admits(worker)) [found, farthest] = [worker, start];
    }
    return found;
  }

  /** The virtual time at which that one of several runs on a worker may go on that is the farthest; undefined: there are no several. */
  latestStart(worker: number): number | undefined {
    const runs = this.#at(worker);
    return runs.size > 1 ? Math.max(...Array.from(runs, ({ place }) => place.start)) : undefined;
  }

  #at(worker: number): Set<Resident> {
    return this.#runs[worker] as Set<Resident>;
  }
}
