import type { JsonValue } from '../json.js';

/** One run of a method on a problem: what was asked for. */
export type Job = {
  readonly id: string;
  /** The method's name in the results, and its call. */
  readonly label: string;
  readonly method: string;
  /** The problem's call, and without its instance: what it is added up with. */
  readonly problem: string;
  readonly group: string;
  readonly instance: number | null;
  readonly seed: number;
  readonly budget: number;
  /** Above the minimum, what counts as solved. */
  readonly precision: number;
};

/** What came of it: one line of the results. */
export type RunRow = Job & {
  readonly type: 'run';
  readonly dimensions: number;
  readonly minimum: number;
  /** Until the target was reached, or all. A gradient counts as n. */
  readonly evaluations: number;
  readonly solved: boolean;
  /** Null: no finite value was found. */
  readonly best: number | null;
  /** Evaluations and value at each improvement, in turn: `[1, 93.2, 2, 80.1, …]`. */
  readonly improvements: readonly number[];
  /** Of the clock, and of one core in the process that evaluates. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly notes: { readonly [name: string]: JsonValue };
  /** Why it could not be carried through; it counts with what it had found. */
  readonly failure?: string;
};

export function rowId({ label, problem, seed }: Pick<Job, 'label' | 'problem' | 'seed'>): string {
  return `${label}|${problem}|${seed}`;
}
