/** A bracket narrower than this fraction of the line is as good as a point. */
const narrowest = 1e-9;
/** So many places are looked at before a line is given up, and twice as many as when its best value was found. */
const fewest = 150;
const goldenRatio = (3 - Math.sqrt(5)) / 2;

/**
 * The search along one line: where it shall be looked next, globally by STEP ("select the easiest point", Langerman, Seront & Bersini 1994) and locally by parabolas.
 *
 * STEP halves the interval between two neighbours that a parabola most easily takes below the best value: with the heights A and B of its ends above
 * that, and its width w, such a parabola has the curvature ((√A + √B) / w)². What lies around the best point is looked at by turns with it, as in
 * Baudiš & Pošík 2015, by the minimum of the parabola through three points, kept inside by golden section as Brent 1973 does.
 */
export class Line {
  readonly #width: number;
  readonly #positions: number[] = [];
  readonly #values: number[] = [];
  #best = 0;
  #local = false;
  /** Parabolas that did not make the bracket much smaller, one after the other. */
  #slow = 0;
  #bracket = Number.POSITIVE_INFINITY;
  /** How many places there were when the best value was found. */
  #pointsAtBest = 0;

  /** Ends that are still to be looked at. */
  readonly #ends: number[];

  /** @param position where its value is zero, by which others are told */
  constructor(low: number, high: number, position: number) {
    this.#width = high - low;
    this.#ends = [high, low].filter(end => end !== position);
    this.add(position, 0);
  }

  get points(): number {
    return this.#positions.length;
  }
  /** Whether it has looked long enough in vain. */
  get isSettled(): boolean {
    return this.points >= Math.max(fewest, 2 * this.#pointsAtBest);
  }
  get best(): number {
    return this.#positions[this.#best]!;
  }
  get bestValue(): number {
    return this.#values[this.#best]!;
  }

  /** A value was found at a position. */
  add(position: number, value: number): void {
    const before = this.#values[this.#best] ?? Number.POSITIVE_INFINITY;
    let at = this.#positions.length;
    while (at > 0 && this.#positions[at - 1]! > position) at--;
    this.#positions.splice(at, 0, position);
    this.#values.splice(at, 0, value);
    if (this.#positions.length > 1 && at <= this.#best) this.#best++;
    if (value < before) {
      this.#best = at;
      this.#pointsAtBest = this.points;
      this.#bracket = Number.POSITIVE_INFINITY;
      this.#slow = 0;
    }
  }

  /** Values are told by the best one from now on. */
  rebase(): void {
    const by = this.bestValue;
    for (let i = 0; i < this.#values.length; i++) this.#values[i] = this.#values[i]! - by;
  }

  /** Where to look next; undefined: everything is narrow. */
  next(): number | undefined {
    const end = this.#ends.pop();
    if (end !== undefined) return end;
    this.#local = !this.#local;
    return (this.#local ? this.#bottom() : undefined) ?? this.#easiest();
  }

  /** The middle of the interval in which STEP hopes most. */
  #easiest(): number | undefined {
    const values = this.#values;
    const worst = values.reduce((a, b) => (b < Number.POSITIVE_INFINITY ? Math.max(a, b) : a), this.bestValue);
    // How far below the best value it hopes to come: the smaller, the more it stays where it is good.
    const hope = 1e-8 * (worst - this.bestValue) || 1;
    let easiest: number | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i + 1 < values.length; i++) {
      const width = this.#positions[i + 1]! - this.#positions[i]!;
      if (width <= narrowest * this.#width) continue;
      const a = Math.min(worst, values[i]!) - this.bestValue + hope;
      const b = Math.min(worst, values[i + 1]!) - this.bestValue + hope;
      const difficulty = (Math.sqrt(a) + Math.sqrt(b)) / width;
      if (difficulty < least) {
        least = difficulty;
        easiest = i;
      }
    }
    return easiest === undefined ? undefined : (this.#positions[easiest]! + this.#positions[easiest + 1]!) / 2;
  }

  /** A better place between the neighbours of the best point; undefined: they are near enough, or it is at an end. */
  #bottom(): number | undefined {
    const i = this.#best;
    if (i === 0 || i + 1 === this.#positions.length) return this.#towardsEnd(i);
    const [l, m, r] = [this.#positions[i - 1]!, this.#positions[i]!, this.#positions[i + 1]!];
    const bracket = r - l;
    if (bracket <= narrowest * this.#width) return undefined;
    this.#slow = bracket > this.#bracket / 2 ? this.#slow + 1 : 0;
    this.#bracket = bracket;
    const longer = m - l > r - m ? l : r;
    const golden = m + goldenRatio * (longer - m);
    if (this.#slow >= 2) {
      this.#slow = 0;
      return golden;
    }
    const [fl, fm, fr] = [this.#values[i - 1]!, this.#values[i]!, this.#values[i + 1]!];
    const p = (m - l) ** 2 * (fm - fr) - (m - r) ** 2 * (fm - fl);
    const q = 2 * ((m - l) * (fm - fr) - (m - r) * (fm - fl));
    const x = m - p / q;
    const least = 0.5 * narrowest * this.#width;
    if (!(x > l && x < r)) return golden;
    // Too near to a point that is known tells nothing: a step towards the longer side.
    return Math.abs(x - m) < least ? m + Math.sign(longer - m) * least : x;
  }

  /** The best point is an end of the line: what lies beside it is looked at until it is near. */
  #towardsEnd(i: number): number | undefined {
    const [a, b] =
      i === 0 ? [this.#positions[0]!, this.#positions[1]!] : [this.#positions[i]!, this.#positions[i - 1]!];
    return Math.abs(a - b) <= narrowest * this.#width ? undefined : a + goldenRatio * (b - a);
  }
}
