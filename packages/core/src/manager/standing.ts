import type { FairOrder, Place } from './fair-order.js';

/** So many of its turns may a run be behind the others before it looks for another worker. */
const tolerableLag = 2;
/** So many of its turns is it still owed; more are forgotten, since they were lost by one long evaluation. */
const mostArrears = 4;

/** How a run stood: plain data. */
export interface StandingMemory {
  readonly place: Place;
  /** Trials made since it had that place. */
  readonly served: number;
  /** Trials left of its share. */
  readonly left: number;
  /** Its share has begun and is not over. */
  readonly begun: boolean;
}

/** How a run whose trials are made where it lives stands in the order: its place, and what it has been served since it took it. */
export class Standing {
  readonly #order: FairOrder;
  readonly #weight: number;
  readonly #share: number;
  #place: Place;
  #served: number;
  #left: number;
  #begun: boolean;

  /**
   * @param share trials of one share
   * @param from how it stood before. Absent: it is new
   */
  constructor(
    order: FairOrder,
    { weight, share }: { readonly weight: number; readonly share: number },
    from: StandingMemory | undefined,
  ) {
    this.#order = order;
    this.#weight = weight;
    this.#share = share;
    this.#place = from?.place ?? order.enter(weight);
    this.#served = from?.served ?? 0;
    this.#left = from?.left ?? share;
    this.#begun = from?.begun ?? false;
  }

  get place(): Place {
    return this.#place;
  }
  get left(): number {
    return this.#left;
  }
  get begun(): boolean {
    return this.#begun;
  }
  get memory(): StandingMemory {
    return { place: this.#place, served: this.#served, left: this.#left, begun: this.#begun };
  }

  /** It is served now. */
  begin(): void {
    this.#order.serve(this.#place);
    this.#begun = true;
  }

  made(trials: number): void {
    this.#served += trials;
    this.#left -= trials;
  }

  /** Where one thing happens at a time: its share is over if nothing is left of it, or something falls due. */
  endShareIfOver(isDue: boolean): void {
    if (this.#begun && (isDue || this.#left <= 0)) this.#goOn(0);
  }

  /** Where several things do: each turn is a share. */
  endTurn(): void {
    this.#goOn(mostArrears);
  }

  #goOn(arrears: number): void {
    if (this.#left <= 0) this.#left = this.#share;
    const served = this.#served / this.#weight;
    this.#place = this.#order.arrive(this.#place.finish + served, 0, this.#weight, arrears * served);
    this.#served = 0;
    this.#begun = false;
  }

  /** Whether runs of which the farthest may begin at this virtual time are far behind the others, against this run's turns. @param trials of one */
  isFarBehind(latestStart: number, trials: number): boolean {
    return this.#order.lag(latestStart) > (tolerableLag * trials) / this.#weight;
  }

  /** Its run has ended. */
  leave(): void {
    this.#order.leave(this.#place.finish + this.#served / this.#weight);
  }
}
