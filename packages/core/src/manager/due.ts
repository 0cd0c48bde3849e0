/** What falls due every so many evaluations of a study, at exact counts where these are met exactly. */
export class Due {
  readonly #every: number;
  #next: number;

  /** @param next of an earlier session */
  constructor(every: number, next = every) {
    this.#every = every;
    this.#next = next;
  }

  /** The evaluation at which it falls due. */
  get next(): number {
    return this.#next;
  }

  /** Whether it is due now; if so, it is due again at the next multiple. */
  take(evaluations: number): boolean {
    if (evaluations < this.#next) return false;
    this.#next = (Math.floor(evaluations / this.#every) + 1) * this.#every;
    return true;
  }
}
