import type { Optimizer, OptimizerContext, Space } from '../contracts/optimizer.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import type { Evaluation, Proposal } from '../contracts/task.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';
import { checkBatch } from './check-batch.js';
import { type PackedRecord, ToldRecord, unpackRecord } from './told-record.js';

/**
 * An algorithm as straight-line code: it yields the points it wants evaluated together, goes on with their evaluations in the
 * same order (value, gradient, residuals), and returns why it stopped.
 *
 * It must be a function of its arguments and of what it is told only, since a restored run replays it: chance comes from
 * `context.random`, nothing from clocks or from variables outside. The arrays it yields stay its own and must not change until it
 * goes on; what it is given is its own too. Failed trials come as +Infinity.
 */
export type SequentialBody<Options extends Plain> = (
  context: OptimizerContext,
  options: Options,
) => Generator<readonly Proposal[], Reason, readonly Evaluation[]>;

/** Everything told so far, and the batch it led to. Grows with the run: 8 bytes per value, and what came with it. */
export type SequentialState = PackedRecord & {
  /** The points of the current batch, row after row, by which a replay that went elsewhere is noticed; empty after the stop. */
  readonly batch: Float64Array;
};

/**
 * Turns straight-line code into the `create` of an `OptimizerPlugin`. A restored optimizer is brought back by replay: the body
 * runs again from its beginning, with a fresh random stream, over the record of all that it was told.
 *
 * A coordinate that misses a bound by rounding (at most 1e-9 of its range) is set onto it, in the body's own array; a point
 * further outside, one with NaN or of the wrong length, an empty batch, or a body that throws (its error is the `cause`) is a
 * `GlompoError` with code `GLOMPO_OPTIMIZER`, raised by the call that made the body go on and by every later one. A snapshot
 * whose replay leads to other points than it was waiting for is one with code `GLOMPO_STATE`.
 *
 * ```ts
 * const create = sequential(function* halving({ space, start }) {
 *   const x = start.point.slice();
 *   for (;;) {
 *     const [here] = yield [{ x }];
 *     if (here.value < 1e-3) return { by: 'halving', message: `the value is ${here.value}` };
 *     for (let i = 0; i < space.dimensions; i++) x[i] /= 2;
 *   }
 * });
 * ```
 */
export function sequential<Options extends Plain>(
  body: SequentialBody<Options>,
): (context: OptimizerContext, options: Options, state?: SequentialState) => Optimizer<SequentialState> {
  const name = body.name || 'sequential optimizer';
  return (context, options, state) => {
    const optimizer = new SequentialOptimizer(name, context.space, body(context, options));
    if (state !== undefined) optimizer.replay(state);
    return optimizer;
  };
}

const noProposals: readonly Proposal[] = [];

class SequentialOptimizer implements Optimizer<SequentialState> {
  readonly #name: string;
  readonly #space: Space;
  readonly #steps: Generator<readonly Proposal[], Reason, readonly Evaluation[]>;
  readonly #record = new ToldRecord();
  /** What the body waits for. The arrays are the body's: it stands still as long as they are needed. */
  #batch = noProposals;
  #asked = 0;
  #told: Evaluation[] = [];
  #stop: Reason | undefined;
  #failure: unknown;

  constructor(name: string, space: Space, steps: Generator<readonly Proposal[], Reason, readonly Evaluation[]>) {
    this.#name = name;
    this.#space = space;
    this.#steps = steps;
    this.#goOn(undefined);
  }

  get stop(): Reason | undefined {
    return this.#stop;
  }

  ask(limit: number): readonly Proposal[] {
    if (this.#failure !== undefined) throw this.#failure;
    if (!(limit >= 1)) throw this.#error(`ask: expected a limit of at least 1, got ${show(limit)}`);
    const batch = this.#batch;
    const first = this.#asked;
    const end = Math.min(batch.length, first + Math.floor(limit));
    const asked: Proposal[] = [];
    for (let k = first; k < end; k++) {
      const { x, wants } = batch[k] as Proposal;
      asked.push(wants === undefined ? { x: x.slice() } : { x: x.slice(), wants });
    }
    this.#asked = end;
    return asked;
  }

  tell(proposals: readonly Proposal[], evaluations: readonly Evaluation[]): void {
    if (this.#failure !== undefined) throw this.#failure;
    const outstanding = this.#asked - this.#told.length;
    if (evaluations.length !== proposals.length || evaluations.length > outstanding) {
      throw this.#error(
        `tell: expected the results of the next of ${outstanding} outstanding points, got ${evaluations.length} for ${proposals.length}`,
      );
    }
    for (const { value } of evaluations) {
      if (!(value > Number.NEGATIVE_INFINITY)) {
        throw this.#error(`tell: expected numbers above -Infinity (a failed trial is +Infinity), got ${show(value)}`);
      }
    }
    for (let k = 0; k < evaluations.length; k++) this.#hear(evaluations[k] as Evaluation);
  }

  snapshot(): SequentialState {
    const n = this.#space.dimensions;
    const batch = new Float64Array(this.#batch.length * n);
    for (let k = 0; k < this.#batch.length; k++) batch.set((this.#batch[k] as Proposal).x, k * n);
    return { ...this.#record.pack(), batch };
  }

  /** Lets the body, at its beginning, hear a whole record; what was asked and not told is then asked again. */
  replay(state: SequentialState): void {
    for (const evaluation of unpackRecord(state)) {
      if (this.#stop !== undefined) throw this.#strayed();
      this.#hear(evaluation);
    }
    const { batch } = this.snapshot();
    if (!(state.batch instanceof Float64Array) || !sameNumbers(batch, state.batch)) throw this.#strayed();
    this.#asked = this.#told.length;
  }

  #hear(evaluation: Evaluation): void {
    this.#record.add(evaluation);
    this.#told.push(onlyReplayed(evaluation));
    if (this.#told.length === this.#batch.length) this.#goOn(this.#told);
  }

  #goOn(evaluations: readonly Evaluation[] | undefined): void {
    this.#batch = noProposals;
    this.#asked = 0;
    this.#told = [];
    try {
      const step = evaluations === undefined ? this.#steps.next() : this.#steps.next(evaluations);
      if (step.done) {
        if (typeof step.value?.message !== 'string')
          throw this.#error(`ended without a reason, with ${show(step.value)}`);
        this.#stop = step.value;
      } else {
        checkBatch(step.value, this.#space, this.#name);
        this.#batch = step.value;
      }
    } catch (cause) {
      this.#failure = GlompoError.is(cause)
        ? cause
        : this.#error(`threw: ${cause instanceof Error ? cause.message : show(cause)}`, cause);
      throw this.#failure;
    }
  }

  #error(what: string, cause?: unknown): GlompoError {
    return new GlompoError('GLOMPO_OPTIMIZER', `${this.#name}: ${what}`, cause === undefined ? {} : { cause });
  }

  #strayed(): GlompoError {
    return new GlompoError(
      'GLOMPO_STATE',
      `${this.#name}: the snapshot cannot be continued: what it was told leads to other points here. Restore it with the options, ` +
        'start, seed and versions that it was made with',
    );
  }
}

/** Only what the record keeps: a body that could see more would go elsewhere when it is replayed. */
function onlyReplayed({ value, gradient, residuals }: Evaluation): Evaluation {
  if (residuals !== undefined) return gradient === undefined ? { value, residuals } : { value, gradient, residuals };
  return gradient === undefined ? { value } : { value, gradient };
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
