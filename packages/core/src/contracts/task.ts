import type { Parameter } from './parameter.js';
import type { MaybePromise, Plain, PlainObject } from './plain.js';

/** What an optimizer may want beside the value. A task that cannot give it leaves it out. */
export type Want = 'gradient' | 'residuals';

/** A point that an optimizer wants evaluated. */
export interface Proposal {
  /** Coordinates, one per parameter, inside the bounds. Belongs to the receiver. */
  readonly x: Float64Array;
  readonly wants?: readonly Want[];
}

/** What one evaluation gave. */
export interface Evaluation {
  /** The value to minimise. `+Infinity` is a valid, worst value; NaN and −Infinity are failures. */
  readonly value: number;
  /** ∂value/∂x, one entry per parameter, in the task's units. */
  readonly gradient?: Float64Array;
  /** The residuals of a least-squares objective. */
  readonly residuals?: Float64Array;
  /** Anything else worth keeping with the trial. */
  readonly extras?: Plain;
}

/** The circumstances of one trial. */
export interface TrialContext {
  /** Aborted when the result is no longer wanted (the run was killed, the study stopped, the time is over). */
  readonly signal: AbortSignal;
  /** Id of the run within its study, from 1. */
  readonly run: number;
  /** Ordinal of the trial within its run, from 1, in the order in which the optimizer asked. */
  readonly trial: number;
  /** 32-bit seed for a task with chance in it; depends on the study's seed, the run and the trial only. */
  readonly seed: number;
  readonly wants: readonly Want[];
  /** A directory of the worker's own, created when first read and removed at the end. Empty string in a browser. */
  readonly directory: string;
}

/** What is minimised. */
export interface Task {
  readonly name?: string;
  readonly parameters: readonly Parameter[];
  /** What the user has today: the first run starts here. */
  readonly start?: Float64Array;
  /**
   * @param x the point, in the parameters' order and units; the task's own copy
   * @returns the value, or the value with what was wanted beside it. A throw, a rejection or anything that is not a number
   *   makes the trial `failed`; an error whose name is `TimeoutError` (such as `AbortSignal.timeout` gives) `timed-out`.
   */
  evaluate(x: Float64Array, context: TrialContext): MaybePromise<number | Evaluation>;
  close?(): MaybePromise<void>;
}

/** Makes a task from plain options (numbers of dimensions, file names …). */
export type TaskFactory = (options: PlainObject) => MaybePromise<Task>;

/** What a task module exports by default. */
export type TaskDefinition = Task | TaskFactory;

/** A task that can travel: a module whose default export is a task or a factory, and the options for the factory. */
export interface TaskModule {
  /** Absolute URL of the module (`file:` in Node). */
  readonly module: string;
  readonly options?: PlainObject;
}

/**
 * Marks and checks the default export of a task module: `export default defineTask({ … })` or
 * `export default defineTask(async options => ({ … }))`. Returns what it was given, typed.
 */
export function defineTask<T extends TaskDefinition>(definition: T): T {
  return definition;
}
