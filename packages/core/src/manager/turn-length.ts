/** The share of a worker's time that may be lost between calls. */
const tolerableGap = 0.015;
/** Waiting longer than this was for want of work, not for the machinery. */
const longestGapMs = 5;

/** How long calls that evaluate last on one crew: they grow until the measured gap between them no longer matters, and no longer. */
export class TurnLength {
  readonly #mostMs: number;
  #ms: number;
  #gap = 0;

  /** @param firstMs short: nothing is known of the task yet */
  constructor(firstMs: number, mostMs: number) {
    this.#ms = firstMs;
    this.#mostMs = mostMs;
  }

  get milliseconds(): number {
    return this.#ms;
  }

  observe(idleMs: number, busyMs: number): void {
    if (idleMs > longestGapMs || busyMs < this.#ms / 2) return;
    this.#gap += 0.2 * (idleMs / (idleMs + busyMs) - this.#gap);
    if (this.#gap > tolerableGap) this.#ms = Math.min(this.#mostMs, this.#ms * 1.5);
  }
}
