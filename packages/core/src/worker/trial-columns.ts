import type { Plain } from '../contracts/plain.js';
import type { Evaluation } from '../contracts/task.js';
import type { Told, TrialBatch, TrialFailure } from './protocol.js';
import { isFailure, type TrialResult } from './trial.js';

const worst: Evaluation = { value: Number.POSITIVE_INFINITY };

/** Collects trials into the columns of a batch; the columns grow by doubling. */
export class TrialColumns {
  #first: number;
  readonly #dimensions: number;
  #failures: TrialFailure[] = [];
  #points: Float64Array;
  #values: Float64Array;
  #gradients: Float64Array | undefined;
  #residuals: (Float64Array | null)[] | undefined;
  #extras: Plain[] | undefined;
  #count = 0;
  #taken = 0;

  constructor(first: number, dimensions: number, capacity: number) {
    this.#first = first;
    this.#dimensions = dimensions;
    this.#points = new Float64Array(capacity * dimensions);
    this.#values = new Float64Array(capacity);
  }

  /** Trials added, those that were taken out included. */
  get count(): number {
    return this.#taken + this.#count;
  }

  /**
   * Adds the next trial.
   *
   * @param point in the task's units; copied
   * @returns the evaluation as the optimizer shall hear it: no other than `evaluationsOf` gives where trials run elsewhere
   */
  add(point: Float64Array, result: TrialResult): Evaluation {
    const i = this.#count++;
    if (i === this.#values.length) this.#grow();
    const n = this.#dimensions;
    for (let j = 0; j < n; j++) this.#points[i * n + j] = point[j] as number;
    if (isFailure(result)) {
      this.#values[i] = Number.POSITIVE_INFINITY;
      this.#failures.push({ index: i, outcome: result.outcome, message: result.failure });
      return worst;
    }
    const { value, extras } = result;
    this.#values[i] = value;
    if (extras !== undefined) {
      this.#extras ??= [];
      this.#extras[i] = extras;
    }
    if (!result.gradient && !result.residuals) return extras === undefined ? result : { value };
    // Copies: a task may use its arrays again for the next trial.
    const gradient = result.gradient && !result.gradient.every(Number.isNaN) ? result.gradient.slice() : undefined;
    const residuals = result.residuals?.slice();
    if (gradient) {
      this.#gradients ??= new Float64Array(this.#points.length).fill(Number.NaN);
      this.#gradients.set(gradient, i * n);
    }
    if (residuals) {
      this.#residuals ??= [];
      this.#residuals[i] = residuals;
    }
    return { value, ...(gradient && { gradient }), ...(residuals && { residuals }) };
  }

  /** Takes out what has been added since this was last done. */
  take(): TrialBatch {
    const batch = this.#batch();
    this.#taken += this.#count;
    this.#first += this.#count;
    this.#count = 0;
    // What was taken travels, and the memory with it; mostly nothing comes after it.
    this.#points = new Float64Array(0);
    this.#values = new Float64Array(0);
    this.#failures = [];
    this.#gradients = undefined;
    this.#residuals = undefined;
    this.#extras = undefined;
    return batch;
  }

  #batch(): TrialBatch {
    const n = this.#count * this.#dimensions;
    return {
      first: this.#first,
      points: exact(this.#points, n),
      values: exact(this.#values, this.#count),
      failures: this.#failures,
      ...(this.#gradients && { gradients: exact(this.#gradients, n) }),
      ...(this.#residuals && {
        residuals: Array.from({ length: this.#count }, (_, i) => this.#residuals?.[i] ?? null),
      }),
      ...(this.#extras && { extras: Array.from({ length: this.#count }, (_, i) => this.#extras?.[i] ?? null) }),
    };
  }

  #grow(): void {
    const rows = Math.max(16, this.#values.length * 2);
    this.#values = extended(this.#values, rows);
    this.#points = extended(this.#points, rows * this.#dimensions);
    if (this.#gradients) {
      const { length } = this.#gradients;
      this.#gradients = extended(this.#gradients, rows * this.#dimensions).fill(Number.NaN, length);
    }
  }
}

/** Results as an optimizer is told them. */
export function evaluationsOf({ values, gradients, residuals }: Told): Evaluation[] {
  const n = gradients ? gradients.length / values.length : 0;
  return Array.from(values, (value, i) => {
    const gradient = gradients?.slice(i * n, (i + 1) * n);
    const rest = residuals?.[i];
    return {
      value,
      ...(gradient && !gradient.every(Number.isNaN) && { gradient }),
      ...(rest && { residuals: rest }),
    };
  });
}

function extended(from: Float64Array, length: number): Float64Array {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}

function exact(column: Float64Array, length: number): Float64Array {
  return column.length === length ? column : column.slice(0, length);
}
