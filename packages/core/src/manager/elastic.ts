import type { Clock } from './clock.js';
import type { Driver } from './driver.js';
import type { LiveRun } from './live-run.js';
import type { SlotLedger } from './slots.js';

/** How often it is asked whether slots idle for want of points: at most so often, a run more is started for it. */
export const elasticMs = 20;
/** The share of slot time that may be lost for want of points before that. */
const tolerableWant = 0.02;
/** So long the first points of a run are awaited: one whose optimizer computes longer than this fills no slot soon. */
const patienceMs = 1000;

interface ElasticOptions {
  readonly slots: SlotLedger;
  readonly clock: Pick<Clock, 'now'>;
  /** Those of the live runs. */
  readonly drivers: ReadonlyMap<LiveRun, Pick<Driver, 'waitsFor'>>;
}

/** Whether one run more shall be started since slots idle for want of points. What was lost before it is known what the last ones want is no reason. */
export class Elastic {
  readonly #options: ElasticOptions;
  /** Runs whose first points are still being made. */
  readonly #newcomers = new Set<LiveRun>();
  /** When the last of them was started. */
  #startedAt = 0;
  /** Slot-seconds that had been lost for want of points when it was last counted. */
  #counted = 0;

  constructor(options: ElasticOptions) {
    this.#options = options;
  }

  started(run: LiveRun): void {
    this.#newcomers.add(run);
    this.#startedAt = this.#options.clock.now();
  }

  /** To be called whenever the free slots were given away. */
  served(): void {
    for (const run of this.#newcomers) {
      if (this.#options.drivers.get(run)?.waitsFor === 'proposals') continue;
      this.#newcomers.delete(run);
      this.#count();
    }
  }

  /** To be called every `elasticMs`. */
  wantsMore(): boolean {
    this.served();
    const { slots, clock } = this.#options;
    const lost = this.#count();
    if (this.#newcomers.size > 0 && clock.now() - this.#startedAt < patienceMs) return false;
    return lost > (tolerableWant * slots.total * elasticMs) / 1000;
  }

  /** @returns slot-seconds that were lost for want of points since it was last counted */
  #count(): number {
    const before = this.#counted;
    this.#counted = this.#options.slots.spent.waitingForPoints;
    return this.#counted - before;
  }
}
