/** First turns are short: nothing is known of the task yet. */
const firstMs = 5;
/** The share of a worker's time that may be lost between turns. */
const tolerableGap = 0.015;
/** Waiting longer than this was for want of work, not for the machinery. */
const longestGapMs = 5;

/** How long turns last on one crew: they grow until the measured gap between them no longer matters, and no longer. */
export class TurnLength {
  readonly #mostMs: number;
  #ms = firstMs;
  #gap = 0;

  constructor(mostMs: number) {
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
