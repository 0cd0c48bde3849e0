import type { Driver, Floor } from './driver.js';
import { isPunished } from './failed-trials.js';
import { before } from './fair-order.js';
import type { LiveRun } from './live-run.js';
import type { OrderMemory, RecalledOrder } from './order-memory.js';
import type { StandingMemory } from './standing.js';

interface TurnsOptions {
  readonly floor: Floor;
  readonly drivers: ReadonlyMap<LiveRun, Driver>;
  /** How many runs there shall be. */
  liveRuns(): number;
}

/** Whose turn it is, and whether something is to be decided before it. */
export class Turns {
  readonly #options: TurnsOptions;
  /** Strict: a share is over, a run is to end, or somebody wants something, and nothing was decided since. */
  #toDecide = true;
  /** Strict: it goes on first, since its share is not over. */
  #current: Driver | undefined;
  /** Strict: it is to be brought to life before anything is decided, since it may have stopped with the last trials that are recorded. */
  #unsure: Driver | undefined;

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /** Something is to be decided now; where one thing happens at a time, once after each share, so that a seed repeats the study. */
  get toDecide(): boolean {
    if (!this.#options.floor.strict) return true;
    return this.#toDecide && this.#unsure?.wants() === undefined;
  }

  /** It was decided. */
  decided(): void {
    this.#toDecide = false;
    this.#unsure = undefined;
  }

  /** Something has happened beside the runs that is to be decided about. */
  reconsider(): void {
    this.#toDecide = true;
  }

  /** Whose turn it is; undefined: nobody can do anything now. */
  next(): Driver | undefined {
    const { floor, drivers } = this.#options;
    if (floor.strict) {
      const first = this.#unsure ?? this.#current;
      if (first && first.run.ending === undefined && !first.run.paused) return this.#unlessHeld(first);
    }
    let turn: Driver | undefined;
    let next: Driver | undefined;
    let mover: Driver | undefined;
    for (const driver of drivers.values()) {
      const wants = driver.wants();
      if (wants === 'turn') turn = first(turn, driver);
      if (floor.held) continue;
      if (wants === 'slot') next = first(next, driver);
      if (wants === 'move') mover = first(mover, driver);
    }
    // A turn of a pooled optimizer takes no slot from anybody: it goes first. Who moves keeps a worker waiting: not if another one can begin there at once.
    return turn ?? next ?? mover;
  }

  #unlessHeld(driver: Driver): Driver | undefined {
    const wants = driver.wants();
    return wants === undefined || (wants !== 'turn' && this.#options.floor.held) ? undefined : driver;
  }

  /** It has done what it could. */
  ended(driver: Driver): void {
    if (driver === this.#unsure) this.#unsure = undefined;
    if (driver.isToBeDecided) this.#toDecide = true;
    this.#current = driver.standing?.begun ? driver : undefined;
  }

  /** As it was in an earlier session, where one thing happened at a time then, and does now. To be called when all its runs are back. */
  restore({ before, last }: RecalledOrder): void {
    const { floor, drivers, liveRuns } = this.#options;
    const { policy, share, watchValue } = floor;
    const all = [...drivers.values()];
    this.#current = all.find(({ standing }) => standing?.begun);
    // What is another one now changes what is decided.
    const isOther = share !== before.share || liveRuns() !== before.liveRuns;
    const driver = all.find(({ run }) => run.id === last);
    if (driver === undefined) {
      this.#toDecide = before.toDecide || isOther || all.length === 0;
      return;
    }
    const { standing, run } = driver;
    const isWatched = run.last !== undefined && run.last.value <= watchValue;
    this.#toDecide = isOther || !standing?.begun || isWatched || isPunished(run.streak, policy.consequence);
    if (!this.#toDecide) return;
    this.#unsure = driver;
    driver.wake();
  }

  /** Undefined: that is not known, or does not matter. */
  get memory(): OrderMemory | undefined {
    const { floor, drivers, liveRuns } = this.#options;
    if (!floor.strict) return undefined;
    const runs: [number, StandingMemory][] = [];
    for (const [{ id }, { standing }] of drivers) {
      if (standing === undefined) return undefined;
      runs.push([id, standing]);
    }
    return {
      ...floor.order.memory,
      toDecide: this.#toDecide,
      due: floor.decisionAt,
      share: floor.share,
      liveRuns: liveRuns(),
      runs,
      ...(this.#unsure && { last: this.#unsure.run.id }),
    };
  }
}

function first(a: Driver | undefined, b: Driver): Driver {
  return a && !before(b.place, a.place) ? a : b;
}
