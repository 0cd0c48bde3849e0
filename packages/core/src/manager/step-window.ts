import type { Space } from '../contracts/optimizer.js';
import { bug } from '../errors/glompo-error.js';
import { isLogarithmic } from '../space/parameters.js';

/** The lengths of a run's last steps, in a ring: no points are kept but the newest. */
export class StepWindow {
  readonly #space: Space;
  readonly #steps: Float64Array;
  /** The newest point as fractions of the ranges. */
  readonly #at: Float64Array;
  #pushed = 0;

  /** @param lookback how many steps back somebody looks, at least 1 */
  constructor(space: Space, lookback: number) {
    this.#space = space;
    this.#steps = new Float64Array(lookback);
    this.#at = new Float64Array(space.dimensions);
  }

  get remembered(): number {
    return Math.min(Math.max(0, this.#pushed - 1), this.#steps.length);
  }

  /** The next trial was at `points[from]`, `points[from + 1]`, … */
  push(points: Float64Array, from: number): void {
    const { dimensions, parameters, low, high } = this.#space;
    let squares = 0;
    for (let i = 0; i < dimensions; i++) {
      const x = points[from + i] as number;
      const range = (high[i] as number) - (low[i] as number);
      const at = (isLogarithmic(parameters[i]) ? Math.log10(x) : x) / range;
      const difference = at - (this.#at[i] as number);
      squares += difference * difference;
      this.#at[i] = at;
    }
    // There is no step to the first point; the second one's takes the ring's first place.
    const step = this.#pushed++ - 1;
    if (step >= 0) this.#steps[step % this.#steps.length] = Math.sqrt(squares / dimensions);
  }

  stepAgo(k: number): number {
    if (!(k >= 0 && k < this.remembered)) {
      throw bug(
        `a condition looked ${k} steps back where ${this.remembered} are remembered; it must declare its stepLookback`,
      );
    }
    return this.#steps[(this.#pushed - 2 - k) % this.#steps.length] as number;
  }
}
