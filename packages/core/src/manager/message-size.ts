/** How many milliseconds of work one message should hold. */
const workMs = 8;
/** Above this a trial travels alone: the round trip no longer matters. */
const aloneAboveMs = 30;

/** How many trials one message to a pool worker holds, from the measured time of trials. */
export class MessageSize {
  /** Mean milliseconds per trial, recent ones weighing more; NaN before the first. */
  #trialMs = Number.NaN;

  /** @param fairShare the points that wait ÷ slots: more in one message would leave other slots idle */
  trials(fairShare: number): number {
    if (!(this.#trialMs < aloneAboveMs)) return 1;
    return Math.max(1, Math.min(Math.floor(workMs / Math.max(this.#trialMs, 1e-4)), Math.ceil(fairShare)));
  }

  observe(trials: number, busyMs: number): void {
    if (trials === 0) return;
    const each = busyMs / trials;
    this.#trialMs = Number.isNaN(this.#trialMs) ? each : this.#trialMs + 0.2 * (each - this.#trialMs);
  }
}
