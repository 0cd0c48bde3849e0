/** How many moves are counted before the step changes. */
const window = 50;
/** By what factor it changes. */
const factor = 1.1;

/**
 * A step that seeks an acceptance ratio: after every 50 moves it grows by 10 % if more of them were accepted than wanted and shrinks as
 * much if fewer were (the idea of D. J. Wales & J. P. K. Doye, J. Phys. Chem. A 101, 5111 (1997), section 3).
 */
export class AdaptiveStep {
  readonly #wanted: number | undefined;
  readonly #largest: number;
  #scale = 1;
  #moves = 0;
  #accepted = 0;

  /**
   * @param wanted acceptance ratio; undefined: the step stays as it is
   * @param largest multiple of the first step that is never exceeded
   */
  constructor(wanted: number | undefined, largest: number) {
    this.#wanted = wanted;
    this.#largest = largest;
  }

  /** The multiple of the first step to take now. */
  get scale(): number {
    return this.#scale;
  }

  moved(accepted: boolean): void {
    if (this.#wanted === undefined) return;
    this.#moves++;
    if (accepted) this.#accepted++;
    if (this.#moves < window) return;
    const grow = this.#accepted > this.#wanted * window;
    this.#scale = grow ? Math.min(this.#largest, this.#scale * factor) : this.#scale / factor;
    this.#moves = 0;
    this.#accepted = 0;
  }
}
