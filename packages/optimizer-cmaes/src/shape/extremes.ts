import type { ExtremesState } from '../state.js';
import { solve, solveTransposed, times, timesTransposed } from './triangular.js';

/**
 * The longest and the shortest axis of C = A Aᵀ, followed by one step of the power iteration and of the inverse iteration (Golub & Van Loan,
 * Matrix Computations, 4th ed., §8.2) now and then: O(n²), where a decomposition would be O(n³). C changes slowly, so that the
 * estimates follow; the longest is never above the true one, the shortest never below.
 */
export class Extremes {
  longest = 1;
  shortest = 1;
  readonly #long: Float64Array;
  readonly #short: Float64Array;
  readonly #room: Float64Array;
  readonly #period: number;
  #calls = 0;

  constructor(n: number) {
    // Some direction that is no axis of anything.
    this.#long = Float64Array.from({ length: n }, (_, i) => 1 + ((i * 0.618_033_988_749_895) % 1));
    normalize(this.#long);
    this.#short = this.#long.slice();
    this.#room = new Float64Array(n);
    this.#period = Math.max(1, Math.floor(n / 8));
  }

  /** A has changed. */
  follow(a: Float64Array): void {
    if (this.#calls++ % this.#period !== 0) return;
    timesTransposed(a, this.#long, this.#room);
    times(a, this.#room, this.#long);
    this.longest = Math.sqrt(normalize(this.#long));
    solve(a, this.#short, this.#short);
    solveTransposed(a, this.#short, this.#short);
    this.shortest = 1 / Math.sqrt(normalize(this.#short));
  }

  snapshot(): ExtremesState {
    const { longest, shortest } = this;
    return { calls: this.#calls, longest, shortest, long: this.#long.slice(), short: this.#short.slice() };
  }

  restore({ calls, longest, shortest, long, short }: ExtremesState): void {
    this.#calls = calls;
    this.longest = longest;
    this.shortest = shortest;
    this.#long.set(long);
    this.#short.set(short);
  }
}

/** @returns its length before */
function normalize(v: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < v.length; i++) largest = Math.max(largest, Math.abs(v[i]!));
  let squares = 0;
  for (let i = 0; i < v.length; i++) squares += (v[i]! / largest) ** 2;
  const length = largest * Math.sqrt(squares);
  for (let i = 0; i < v.length; i++) v[i] = v[i]! / length;
  return length;
}
