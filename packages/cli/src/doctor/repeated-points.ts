import type { MeasuredAt, TrialFeed, TrialsToMeasure } from '@glompo/core/measure';
import type { EvaluateAnswer } from '@glompo/core/worker';

/** The first pass over the points on each worker has so many; each further one has twice as many, so that long tasks repeat points, too. */
const firstPass = 4;

/** How often a point was evaluated again, and how often it then gave something else. */
export type Repeats = { readonly compared: number; readonly different: number };

/**
 * Feeds the same few points again and again, on each worker, each with the same seed of chance, and compares what they give. The second
 * point is the first one with another seed.
 */
export class RepeatedPoints implements TrialFeed {
  /** By point, what it gave first: NaN if that failed, or there is nothing yet. */
  readonly values: Float64Array;
  readonly #points: Float64Array;
  readonly #dimensions: number;
  readonly #known: Uint8Array;
  readonly #cursors = new Map<number, { at: number; pass: number }>();
  readonly #alone = { compared: 0, different: 0 };
  readonly #atOnce = { compared: 0, different: 0 };
  /** Two values that one point gave, the first time that they differed. */
  example: readonly [number, number] | undefined;
  infinite = 0;

  constructor(points: Float64Array, dimensions: number) {
    this.#points = points;
    this.#dimensions = dimensions;
    this.values = new Float64Array(points.length / dimensions).fill(Number.NaN);
    this.#known = new Uint8Array(this.values.length);
  }

  /** Again on one worker, with nothing else going on. */
  get alone(): Repeats {
    return { ...this.#alone };
  }

  /** While another copy is evaluated. */
  get atOnce(): Repeats {
    return { ...this.#atOnce };
  }

  /** Whether one point with another seed gives another value; undefined if that is not known. */
  get seeded(): boolean | undefined {
    const [first, second] = this.values;
    if (!this.#known[0] || !this.#known[1]) return undefined;
    return !Object.is(first, second);
  }

  next(most: number, { worker }: MeasuredAt): TrialsToMeasure {
    const cursor = this.#cursors.get(worker) ?? { at: 0, pass: Math.min(firstPass, this.values.length) };
    this.#cursors.set(worker, cursor);
    if (cursor.at >= cursor.pass) {
      cursor.at = 0;
      cursor.pass = Math.min(cursor.pass * 2, this.values.length);
    }
    const count = Math.min(most, cursor.pass - cursor.at);
    const points = this.#points.slice(cursor.at * this.#dimensions, (cursor.at + count) * this.#dimensions);
    const given = { run: 1, first: cursor.at + 1, points, wants: [] };
    cursor.at += count;
    return given;
  }

  done(given: TrialsToMeasure, { trials }: EvaluateAnswer, { copies }: MeasuredAt): void {
    const failed = new Set(trials.failures.map(({ index }) => index));
    const repeats = copies > 1 ? this.#atOnce : this.#alone;
    for (const [i, got] of trials.values.entries()) {
      const value = failed.has(i) ? Number.NaN : got;
      if (value === Number.POSITIVE_INFINITY) this.infinite++;
      const point = given.first - 1 + i;
      if (!this.#known[point]) {
        // What it gives beside another copy is no measure of what it should give.
        if (copies > 1) continue;
        this.#known[point] = 1;
        this.values[point] = value;
        continue;
      }
      repeats.compared++;
      const first = this.values[point] as number;
      if (Object.is(first, value)) continue;
      repeats.different++;
      if (copies === 1) this.example ??= [first, value];
    }
  }

  returned(): void {}

  lost(): void {}
}
