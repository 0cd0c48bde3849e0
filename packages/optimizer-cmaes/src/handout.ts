import { GlompoError, type Proposal, show } from '@glompo/core/plugin';
import { samePoint } from './late-points.js';
import type { Population } from './population.js';

/** Which of the current generation's own points have been handed out, and which of them have a value. Points are counted from the first own one. */
export class Handout {
  readonly #population: Population;
  #asked = 0;
  /** Of the asked ones, those that this object has handed out; fewer only after a snapshot was restored. */
  #handed = 0;
  #told = 0;
  /** Every point before this one has a value. */
  #firstOpen = 0;
  #toldSinceAsked = false;
  /** Somebody writes into the points that are handed out. */
  #isStrange = false;

  constructor(population: Population) {
    this.#population = population;
  }

  /** Points that count as handed out. */
  get asked(): number {
    return this.#asked;
  }

  /** Values that have come back. */
  get told(): number {
    return this.#told;
  }

  get outstanding(): number {
    return this.#asked - this.#told;
  }

  /** Whether a value has come back since all own points had been handed out: those who ask again have waited for it. */
  get toldSinceAsked(): boolean {
    return this.#toldSinceAsked;
  }

  get isComplete(): boolean {
    return this.#told === this.#own;
  }

  /** For the next generation. */
  clear(): void {
    this.#asked = 0;
    this.#handed = 0;
    this.#told = 0;
    this.#firstOpen = 0;
    this.#toldSinceAsked = false;
    this.#isStrange = false;
  }

  /** Hands out points that have no value yet, in order, until there are `limit` proposals. */
  hand(limit: number, proposals: Proposal[]): void {
    const { n, injected, lambda, points } = this.#population;
    for (; proposals.length < limit && injected + this.#handed < lambda; this.#handed++) {
      const k = injected + this.#handed;
      if (this.#isOpen(this.#handed)) proposals.push({ x: points.slice(k * n, (k + 1) * n) });
    }
    this.#asked = Math.max(this.#asked, this.#handed);
  }

  /**
   * Refuses results of other points than those that are next. A point is known where it is one of this generation; who has written into it is trusted.
   *
   * @throws GlompoError `GLOMPO_OPTIMIZER`
   */
  checkOrder(proposals: readonly Proposal[]): void {
    if (this.#isStrange) return;
    const { n, injected, points } = this.#population;
    for (const [i, { x }] of proposals.entries()) {
      const next = this.#told + i;
      if (x?.length !== n) return;
      if (samePoint(points, x, (injected + next) * n)) continue;
      for (let other = 0; other < this.#asked; other++) {
        if (!samePoint(points, x, (injected + other) * n)) continue;
        throw new GlompoError(
          'GLOMPO_OPTIMIZER',
          `cmaes: tell: point ${other + 1} of the generation came where point ${next + 1} was expected: results are told once, and in the order in which points were asked (in any order with a generationFraction below 1)`,
        );
      }
      // One that is not known has been written into, and so have the others, most likely: looking for each would take λ² time.
      this.#isStrange = true;
      return;
    }
  }

  /** The value of the next point. @returns which candidate it is */
  tellNext(value: number): number {
    return this.#take(this.#told, value);
  }

  /** A value in any order: the oldest first where several points have the same coordinates. @throws GlompoError `GLOMPO_OPTIMIZER` */
  tellAny(x: Float64Array, value: number): number {
    const { n, injected, points } = this.#population;
    while (this.#firstOpen < this.#asked && !this.#isOpen(this.#firstOpen)) this.#firstOpen++;
    for (let i = this.#firstOpen; i < this.#asked; i++)
      if (this.#isOpen(i) && samePoint(points, x, (injected + i) * n)) return this.#take(i, value);
    throw new GlompoError('GLOMPO_OPTIMIZER', `cmaes: tell: the point ${show(x)} is not outstanding`);
  }

  /** To be called when results have been told. */
  heard(): void {
    this.#toldSinceAsked = this.#asked === this.#own && this.#told > 0;
  }

  /** Copies of the points that were handed out and have no value. */
  *open(): Generator<Float64Array> {
    const { n, injected, points } = this.#population;
    if (this.outstanding === 0) return;
    for (let i = 0; i < this.#asked; i++)
      if (this.#isOpen(i)) yield points.slice((injected + i) * n, (injected + i + 1) * n);
  }

  /** The values up to the last one that has come; NaN where there is none. */
  values(): Float64Array {
    const { injected, values } = this.#population;
    let count = this.#asked;
    while (count > 0 && this.#isOpen(count - 1)) count--;
    return values.slice(injected, injected + count);
  }

  restore(asked: number, values: Float64Array, toldSinceAsked: boolean): void {
    this.#population.values.set(values, this.#population.injected);
    this.#asked = asked;
    this.#told = values.reduce((told, value) => (value === value ? told + 1 : told), 0);
    this.#toldSinceAsked = toldSinceAsked;
  }

  get #own(): number {
    return this.#population.lambda - this.#population.injected;
  }

  #isOpen(i: number): boolean {
    const value = this.#population.values[this.#population.injected + i]!;
    return value !== value;
  }

  #take(i: number, value: number): number {
    const k = this.#population.injected + i;
    this.#population.values[k] = value;
    this.#told++;
    return k;
  }
}
