import { bug } from '../errors/glompo-error.js';

/**
 * `reserved`: for a run that is on its way there. `dead`: to be replaced as soon as its calls are known to be lost. `replaced`: being ended
 * and started afresh, or that could not be done. `spare`: knows the task and stands by, to take the place of the next one that is lost.
 */
export type WorkerStatus = 'idle' | 'busy' | 'reserved' | 'dead' | 'replaced' | 'spare';

/** Who of a crew's workers works, who stands by, and whose place is empty. */
export class Roster {
  readonly #status: WorkerStatus[] = [];
  readonly #idle = new Set<number>();
  readonly #spare = new Set<number>();
  /** What hears that a place is taken, for each place of a lost worker, in the order in which they are taken. */
  readonly #vacancies: (() => void)[] = [];

  /** All workers, whatever they do. */
  get size(): number {
    return this.#status.length;
  }

  get idle(): ReadonlySet<number> {
    return this.#idle;
  }

  /** Places of lost workers that nobody has taken yet. */
  get vacancies(): number {
    return this.#vacancies.length;
  }

  of(worker: number): WorkerStatus {
    const status = this.#status[worker];
    if (status === undefined) throw bug(`there is no worker ${worker}`);
    return status;
  }

  set(worker: number, status: WorkerStatus): void {
    this.#status[worker] = status;
    list(this.#idle, worker, status === 'idle');
    list(this.#spare, worker, status === 'spare');
  }

  /** Its place is taken by one that stands by, or else by the next one that is ready. */
  vacate(worker: number, onTaken: () => void): void {
    this.set(worker, 'replaced');
    this.#vacancies.push(onTaken);
    const [spare] = this.#spare;
    if (spare !== undefined) this.ready(spare, 0);
  }

  /**
   * One that can work takes the oldest empty place; if there is none, it begins a place, or stands by.
   *
   * @param places that there shall be
   */
  ready(worker: number, places: number): void {
    const onTaken = this.#vacancies.shift();
    const begins = onTaken === undefined && this.#taken < places;
    this.set(worker, onTaken !== undefined || begins ? 'idle' : 'spare');
    onTaken?.();
  }

  get #taken(): number {
    return this.#status.filter(status => status !== 'replaced' && status !== 'spare').length;
  }
}

function list(workers: Set<number>, worker: number, belongs: boolean): void {
  if (belongs) workers.add(worker);
  else workers.delete(worker);
}
