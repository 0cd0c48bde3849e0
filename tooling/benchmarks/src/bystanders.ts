import { machineTicks, ownTicks } from './process-tree.js';

/** Watches what other programs take of the machine while something is measured here. */
export class Bystanders {
  readonly #machine = machineTicks();
  readonly #own = ownTicks();

  /** The share of all cores that others have had since this was made: 0 to 1, in steps of the kernel's ticks. */
  share(): number {
    const { busy, all } = machineTicks();
    const others = busy - this.#machine.busy - (ownTicks() - this.#own);
    return Math.max(0, others / Math.max(1, all - this.#machine.all));
  }
}

/** Above this a sample tells more of the others than of what was measured. */
export const disturbedAbove = 0.05;
