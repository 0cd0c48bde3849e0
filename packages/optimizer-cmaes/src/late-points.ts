import type { Injection } from './injection.js';
import { captureInjections, restoreInjections } from './snapshot.js';
import type { LateState } from './state.js';

/**
 * Points whose generation was closed before their values came. With its value each becomes a candidate of the generation that is
 * open then, however many generations lie between.
 */
export class LatePoints {
  readonly #n: number;
  /** Without a value, oldest first. */
  #outstanding: Float64Array[] = [];
  /** Of these, how many this object has handed out; fewer than all only after a snapshot was restored. */
  #handed = 0;
  /** With a value, and not yet part of an update. */
  #arrived: Injection[] = [];

  constructor(n: number) {
    this.#n = n;
  }

  get outstanding(): number {
    return this.#outstanding.length;
  }

  get arrived(): number {
    return this.#arrived.length;
  }

  /** A point that was handed out and whose generation closes now; takes it over. */
  add(x: Float64Array): void {
    this.#outstanding.push(x);
    this.#handed++;
  }

  /** The next point that a restored object must hand out again; a copy. */
  again(): Float64Array | undefined {
    return this.#handed < this.#outstanding.length ? this.#outstanding[this.#handed++]?.slice() : undefined;
  }

  /** @returns whether the point was outstanding */
  tell(x: Float64Array, value: number): boolean {
    const at = this.#outstanding.findIndex(late => samePoint(late, x, 0));
    if (at < 0) return false;
    const [late] = this.#outstanding.splice(at, 1) as [Float64Array];
    if (at < this.#handed) this.#handed--;
    this.#arrived.push({ x: late, value });
    return true;
  }

  /** Hands over all that have arrived. */
  take(): readonly Injection[] {
    const taken = this.#arrived;
    this.#arrived = [];
    return taken;
  }

  snapshot(): LateState {
    const points = new Float64Array(this.#n * this.#outstanding.length);
    for (const [k, x] of this.#outstanding.entries()) points.set(x, k * this.#n);
    return { outstanding: points, arrived: captureInjections(this.#arrived, this.#n) };
  }

  restore({ outstanding, arrived }: LateState): void {
    const n = this.#n;
    this.#outstanding = Array.from({ length: outstanding.length / n }, (_, k) => outstanding.slice(k * n, (k + 1) * n));
    this.#handed = 0;
    this.#arrived = restoreInjections(arrived, n);
  }
}

/** Whether the coordinates of `x` are those in `rows` from `offset` on. */
export function samePoint(rows: Float64Array, x: Float64Array, offset: number): boolean {
  for (let i = 0; i < x.length; i++) if (rows[offset + i] !== x[i]) return false;
  return true;
}
