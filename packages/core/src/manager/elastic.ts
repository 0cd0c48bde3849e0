import type { Clock } from './clock.js';
import type { Driver } from './driver.js';
import type { LiveRun } from './live-run.js';
import type { SlotLedger } from './slots.js';

/** How often it is asked whether slots idle for want of points: at most so often, a run more is started for it. */
export const elasticMs = 20;
/** The share of slot time that may be lost for want of points before that. */
const tolerableWant = 0.02;
/** So long it is awaited what a run wants that was started: one whose optimizer computes longer than this fills no slot soon. */
const patienceMs = 1000;

/** Whether one run more shall be started since slots idle for want of points. What was lost before it is known what the last ones want is no reason. */
export class Elastic {
  readonly #slots: SlotLedger;
  readonly #clock: Pick<Clock, 'now'>;
  /** Runs that have taken no slot yet. */
  readonly #newcomers = new Set<LiveRun>();
  /** When the last of them was started. */
  #startedAt = 0;
  /** Slot-seconds that had been lost for want of points when that was last asked, or the last newcomer took a slot. */
  #wanted = 0;

  constructor(slots: SlotLedger, clock: Pick<Clock, 'now'>) {
    this.#slots = slots;
    this.#clock = clock;
  }

  started(run: LiveRun): void {
    this.#newcomers.add(run);
    this.#startedAt = this.#clock.now();
  }

  /** To be called before the driver of a run does what it wants. */
  advances(driver: Pick<Driver, 'run' | 'wants'>): void {
    if (this.#newcomers.size > 0 && driver.wants() !== 'turn') this.ended(driver.run);
  }

  ended(run: LiveRun): void {
    if (this.#newcomers.delete(run)) this.#lost();
  }

  /** To be called every `elasticMs`. */
  wantsMore(): boolean {
    const lost = this.#lost();
    if (this.#newcomers.size > 0 && this.#clock.now() - this.#startedAt < patienceMs) return false;
    return lost > (tolerableWant * this.#slots.total * elasticMs) / 1000;
  }

  /** Slot-seconds that were lost for want of points since that was last asked. */
  #lost(): number {
    const before = this.#wanted;
    this.#wanted = this.#slots.spent.waitingForPoints;
    return this.#wanted - before;
  }
}
