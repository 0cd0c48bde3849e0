import { type Evaluation, GlompoError, type MaybePromise, type Task, type TrialContext } from '@glompo/core';
import type { Problem } from './problems/problem.js';

/**
 * Counts what a method spends on a problem, and keeps each improvement: what a method says of itself is not asked. A value costs one evaluation,
 * a value with its gradient 1 + n, as finite differences would.
 */
export class Meter {
  /** Evaluations and best value at each improvement within the budget. */
  readonly improvements: [evaluations: number, value: number][] = [];
  readonly #problem: Problem;
  readonly #budget: number;
  #spent = 0;
  #best = Number.POSITIVE_INFINITY;
  #solved = false;

  constructor(problem: Problem, budget: number) {
    this.#problem = problem;
    this.#budget = budget;
  }

  /** Evaluations up to the solution, or up to the end; at most the budget. */
  get spent(): number {
    return this.#solved ? (this.improvements.at(-1)?.[0] ?? 0) : Math.min(this.#spent, this.#budget);
  }

  /** The budget is spent, or the target was reached: what is evaluated from here on does not count. */
  get over(): boolean {
    return this.#solved || this.#spent >= this.#budget;
  }

  get solved(): boolean {
    return this.#solved;
  }

  get best(): number {
    return this.#best;
  }

  /** The value at a point of the box. */
  value(x: Float64Array): number {
    const evaluated = this.#problem.task.evaluate(x, bareContext);
    const value = typeof evaluated === 'number' ? evaluated : 'value' in evaluated ? evaluated.value : undefined;
    if (value === undefined)
      throw new GlompoError(
        'GLOMPO_OPTION',
        `${this.#problem.name}: only functions that answer at once can be measured`,
      );
    this.#note(value, 1);
    return value;
  }

  /** The problem as a task whose evaluations are counted here; runs start anywhere. */
  task(): Task {
    const { name, parameters } = this.#problem.task;
    const { task } = this.#problem;
    const price = (context: TrialContext) => (context.wants.includes('gradient') ? 1 + parameters.length : 1);
    return {
      ...(name !== undefined && { name }),
      parameters,
      evaluate: (x, context) => {
        // A task that has no gradient has not been paid for one; a trial that fails has cost something, too.
        const noted = (result: number | Evaluation) => {
          if (typeof result === 'number') this.#note(result, 1);
          else this.#note(result.value, result.gradient === undefined ? 1 : price(context));
          return result;
        };
        const failed = (error: unknown): never => {
          this.#note(Number.NaN, 1);
          throw error;
        };
        let evaluated: MaybePromise<number | Evaluation>;
        try {
          evaluated = task.evaluate(x, context);
        } catch (error) {
          return failed(error);
        }
        return evaluated instanceof Promise ? evaluated.then(noted, failed) : noted(evaluated as number | Evaluation);
      },
    };
  }

  #note(value: number, cost: number): void {
    if (this.over) return;
    this.#spent += cost;
    if (this.#spent > this.#budget || !(value < this.#best) || value === Number.NEGATIVE_INFINITY) return;
    this.#best = value;
    this.improvements.push([this.#spent, value]);
    if (value <= this.#problem.solvedAt) this.#solved = true;
  }
}

const bareContext: TrialContext = {
  signal: new AbortController().signal,
  run: 1,
  trial: 1,
  seed: 0,
  wants: [],
  directory: '',
};
