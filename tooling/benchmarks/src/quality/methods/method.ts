import type { JsonValue } from '../../json.js';
import type { Meter } from '../meter.js';
import type { Problem } from '../problems/problem.js';

/** What is measured: something that spends a budget of evaluations on a problem. */
export interface Method {
  /**
   * Searches until the meter says that it is over; what it did is what the meter has seen.
   *
   * @returns what is worth knowing beside: restarts, runs that were killed
   */
  run(problem: Problem, meter: Meter, search: Search): Promise<Notes> | Notes;
  close?(): void;
}

export interface Search {
  readonly seed: number;
  readonly budget: number;
}

export type Notes = { readonly [name: string]: JsonValue };
