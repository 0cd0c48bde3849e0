/** Places whose values differ by less than this fraction of the temperature count as one. */
const grain = 1 / 8;
/** The places that are remembered are the best ones. */
const most = 1000;

/** How often a walk has stood at values of a bin. */
export type PavingNotes = readonly (readonly [bin: number, moves: number])[];

/**
 * Where walks have stood, by value, and how much less they are drawn there: the height of what they have paved their way with. Energy landscape paving
 * (U. H. E. Hansmann & L. T. Wille, Phys. Rev. Lett. 88, 068105 (2002)), applied to minima as in Monte Carlo basin paving (L. Zhan, J. Z. Y. Chen,
 * W.-K. Liu & S. K. Lai, Phys. Rev. E 73, 015701 (2006)): Metropolis' rule with E + c H(E) in place of E, H counting the moves after which a walk stood at E.
 */
export class Paving {
  readonly #perMove: number;
  readonly #width: number;
  readonly #moves: Map<number, number>;

  /** @param perMove what one move adds, as a fraction of the temperature; 0: nothing is paved */
  constructor(perMove: number, temperature: number, notes: PavingNotes = []) {
    this.#perMove = perMove * temperature;
    this.#width = grain * temperature;
    this.#moves = new Map(notes);
  }

  get notes(): PavingNotes {
    return [...this.#moves];
  }

  /** How much higher the place counts than it is. */
  heightAt(value: number): number {
    return this.#perMove > 0 ? this.#perMove * (this.#moves.get(this.#bin(value)) ?? 0) : 0;
  }

  /** A move has ended, and its walk stands at `value`. */
  stoodAt(value: number): void {
    if (!(this.#perMove > 0)) return;
    const bin = this.#bin(value);
    this.#moves.set(bin, (this.#moves.get(bin) ?? 0) + 1);
    if (this.#moves.size > most) this.#moves.delete(Math.max(...this.#moves.keys()));
  }

  #bin(value: number): number {
    return Math.floor(value / this.#width);
  }
}
