import { bug } from '../errors/glompo-error.js';
import { type IdleReason, idleReasons, noSlotTime, type SlotTime } from './slot-time.js';

/** The right to run one evaluation (or one turn of them) now. */
export interface Lease {
  /** Tells what a call under this lease was spent on, by the worker's clock: the rest of the time it took was the way there and back. */
  worked(busyMs: number, optimizerMs: number): void;
  release(): void;
}

/**
 * The one budget of parallelism: whatever evaluates, wherever, holds a lease. Every slot-second is accounted: those of leases by what
 * workers say of their calls, those of free slots by the reason that was given last for their being free.
 */
export class SlotLedger {
  readonly #now: () => number;
  #total: number;
  #used = 0;
  /** Free slots by the reason for it; they sum up to `free`. */
  readonly #idle: Record<IdleReason, number>;
  readonly #spentMs = noSlotTime();
  /** What the time of calls counts as in which their workers were not busy. */
  awayIs: IdleReason = 'waitingForManager';
  /** When the account was last brought up to date. */
  #at: number;

  /** @param now milliseconds, monotonic */
  constructor(total: number, now: () => number) {
    this.#total = total;
    this.#now = now;
    this.#at = now();
    this.#idle = { ...noSlotTime(), starting: total };
  }

  get total(): number {
    return this.#total;
  }

  /** Slots that may be taken now: none also while more are in use than there are, after they were made fewer. */
  get free(): number {
    return Math.max(0, this.#total - this.#used);
  }

  /** More are in use than there are: whoever has one gives it back as soon as possible. */
  get overdrawn(): boolean {
    return this.#used > this.#total;
  }

  /** Slots that there are, or that are in use where those are more. */
  get usable(): number {
    return Math.max(this.#total, this.#used);
  }

  take(): Lease {
    if (this.#used >= this.#total) throw bug(`a slot was taken with all ${this.#total} in use`);
    this.#settle();
    this.#used++;
    this.#dropIdle(1);
    let held = true;
    let accountedUntil = this.#at;
    return {
      worked: (busyMs, optimizerMs) => {
        this.#settle();
        const tookMs = this.#at - accountedUntil;
        accountedUntil = this.#at;
        const awayMs = Math.max(0, tookMs - busyMs);
        this.#move(this.awayIs, awayMs);
        this.#move('optimizing', Math.min(optimizerMs, tookMs - awayMs));
      },
      release: () => {
        if (!held) throw bug('a slot was given back twice');
        held = false;
        this.#settle();
        this.#used--;
        if (this.#used < this.#total) this.#idle.waitingForManager++;
      },
    };
  }

  /** From now on there are so many. What is under way goes on: a slot too many is gone when it is given back. */
  resize(total: number): void {
    this.#settle();
    const before = this.free;
    this.#total = total;
    const more = this.free - before;
    if (more > 0) this.#idle.starting += more;
    else this.#dropIdle(-more);
  }

  /** Why the free slots are free from now on, as far as the counts go; the others wait for the manager. */
  explain(reasons: readonly (readonly [IdleReason, count: number])[]): void {
    this.#settle();
    let left = this.free;
    for (const reason of idleReasons) this.#idle[reason] = 0;
    for (const [reason, count] of reasons) {
      const these = Math.min(left, count);
      this.#idle[reason] += these;
      left -= these;
    }
    this.#idle.waitingForManager += left;
  }

  /** How the slot-seconds were spent so far; calls under way count as evaluating. */
  get spent(): SlotTime {
    this.#settle();
    const spent = noSlotTime();
    for (const use of Object.keys(spent) as (keyof SlotTime)[]) spent[use] = this.#spentMs[use] / 1000;
    return spent;
  }

  /** Of `spent`, what was spent evaluating. */
  get evaluatingSeconds(): number {
    this.#settle();
    return this.#spentMs.evaluating / 1000;
  }

  #settle(): void {
    const now = this.#now();
    const ms = now - this.#at;
    this.#at = now;
    this.#spentMs.evaluating += this.#used * ms;
    if (this.#used >= this.#total) return;
    for (const reason of idleReasons) this.#spentMs[reason] += this.#idle[reason] * ms;
  }

  #move(to: keyof SlotTime, ms: number): void {
    this.#spentMs.evaluating -= ms;
    this.#spentMs[to] += ms;
  }

  /** Free slots are fewer by `count`: those go first that only wait for the manager. */
  #dropIdle(count: number): void {
    let left = count;
    for (const reason of idleReasons) {
      const these = Math.min(left, this.#idle[reason]);
      this.#idle[reason] -= these;
      left -= these;
    }
  }
}
