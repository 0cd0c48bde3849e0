import type { Random } from '../contracts/random.js';

/** A minimum that a walker stands on. */
export interface Minimum {
  readonly value: number;
  /** In the task's units. Not to be written to. */
  readonly point: Float64Array;
}

/** One Metropolis walk over minima. */
export class Walker {
  /** Undefined until its first run has ended. */
  current: Minimum | undefined;
  /** Moves whose runs are alive. */
  out = 0;
  /** Moves proposed since it began. */
  moves = 0;
  #best = Number.POSITIVE_INFINITY;
  #sinceBest = 0;

  /**
   * Metropolis' rule: down always, up by ΔE with probability exp(−ΔE / T); draws one number for a move up. What has no value is
   * never accepted.
   */
  judge(found: Minimum | undefined, temperature: number, random: Random): boolean {
    const value = found?.value ?? Number.POSITIVE_INFINITY;
    this.#sinceBest = value < this.#best ? 0 : this.#sinceBest + 1;
    this.#best = Math.min(this.#best, value);
    if (found === undefined || value === Number.POSITIVE_INFINITY) return false;
    const rise = this.current === undefined ? 0 : value - this.current.value;
    const accepted = rise <= 0 || random.uniform() < Math.exp(-rise / temperature);
    if (accepted) this.current = { value, point: found.point };
    return accepted;
  }

  /** Moves that have ended since one was better than all before. */
  get unimproved(): number {
    return this.#sinceBest;
  }

  /** Forgets where it stands; moves still out are judged as the first of the new walk. */
  restart(): void {
    this.current = undefined;
    this.#best = Number.POSITIVE_INFINITY;
    this.#sinceBest = 0;
  }
}
