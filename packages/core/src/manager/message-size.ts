/** Above this a trial travels alone: the round trip no longer matters. */
const aloneAboveMs = 30;

/** How many trials one message to a pool worker holds, from the measured time of trials. */
export class MessageSize {
  /** Mean milliseconds per trial, recent ones weighing more; NaN before the first. */
  #trialMs = Number.NaN;

  /**
   * @param workMs how long one message should keep its worker busy
   * @param fairShare the points that are outstanding ÷ the messages that may be on their way at once: more in one of them would leave
   *   other slots idle
   */
  trials(workMs: number, fairShare: number): number {
    if (!(this.#trialMs < aloneAboveMs)) return 1;
    return Math.max(1, Math.min(Math.floor(workMs / Math.max(this.#trialMs, 1e-4)), Math.ceil(fairShare)));
  }

  /** @param longestMs of one of the trials: where one may be long, others should not wait behind it */
  observe(trials: number, { busyMs, longestMs = 0 }: { readonly busyMs: number; readonly longestMs?: number }): void {
    if (trials === 0) return;
    const each = longestMs > aloneAboveMs ? longestMs : busyMs / trials;
    this.#trialMs = Number.isNaN(this.#trialMs) ? each : this.#trialMs + 0.2 * (each - this.#trialMs);
  }
}
