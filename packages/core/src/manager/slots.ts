import { bug } from '../errors/glompo-error.js';

/** The right to run one evaluation (or one turn of them) now. */
export interface Lease {
  release(): void;
}

/** The one budget of parallelism: whatever evaluates, wherever, holds a lease. */
export class SlotLedger {
  readonly total: number;
  #used = 0;

  constructor(total: number) {
    this.total = total;
  }

  get free(): number {
    return this.total - this.#used;
  }

  take(): Lease {
    if (this.#used >= this.total) throw bug(`a slot was taken with all ${this.total} in use`);
    this.#used++;
    let held = true;
    return {
      release: () => {
        if (!held) throw bug('a slot was given back twice');
        held = false;
        this.#used--;
      },
    };
  }
}
