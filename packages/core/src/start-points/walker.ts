/** A minimum that a walker stands on, or may step to. */
export interface Minimum {
  readonly value: number;
  /** In the task's units. Not to be written to. */
  readonly point: Float64Array;
}

/** How a walker stands. */
export type WalkerNotes = {
  readonly id: number;
  readonly current: { readonly value: number; readonly point: Float64Array } | null;
  readonly out: number;
  readonly moves: number;
  readonly sinceBest: number;
  readonly best: number;
};

/** One Metropolis walk over minima. */
export class Walker {
  readonly id: number;
  /** Undefined until its first run has ended well. */
  current: Minimum | undefined;
  /** Moves whose runs are alive. */
  out = 0;
  /** Moves proposed so far. */
  moves = 0;
  /** Moves that have ended since one found a value below all before. */
  sinceBest = 0;
  #best = Number.POSITIVE_INFINITY;

  constructor(id: number, current?: Minimum) {
    this.id = id;
    this.current = current;
    this.#best = current?.value ?? Number.POSITIVE_INFINITY;
  }

  static of({ id, current, out, moves, sinceBest, best }: WalkerNotes): Walker {
    const walker = new Walker(id, current ?? undefined);
    Object.assign(walker, { out, moves, sinceBest });
    walker.#best = best;
    return walker;
  }

  get notes(): WalkerNotes {
    const { id, current, out, moves, sinceBest } = this;
    const stand = current ? { value: current.value, point: current.point } : null;
    return { id, current: stand, out, moves, sinceBest, best: this.#best };
  }

  /**
   * A move has ended at `found`, or without a value, which is always rejected: down always, up by at most `allowance` (`drawAllowance`).
   *
   * @returns whether the walker stands there now
   */
  judge(found: Minimum | undefined, allowance: number): boolean {
    this.sinceBest++;
    if (found === undefined) return false;
    if (found.value < this.#best) {
      this.#best = found.value;
      this.sinceBest = 0;
    }
    if (this.current !== undefined && this.riseTo(found) > allowance) return false;
    this.current = found;
    return true;
  }

  /** A move has ended where it began. */
  returned(): void {
    this.sinceBest++;
  }

  /** ΔE of a step to `found`; the first step is no rise. */
  riseTo(found: Minimum): number {
    return this.current === undefined ? 0 : found.value - this.current.value;
  }
}
