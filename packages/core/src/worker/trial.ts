import type { Evaluation, Task, TrialContext, Want } from '../contracts/task.js';
import { show } from '../options/options.js';
import { trialSeed } from '../random/hash.js';
import type { HostEnvironment } from './environment.js';
import { messageOf } from './load-task.js';
import { plainCopy, Stranger } from './plain-copy.js';
import type { FailedOutcome } from './protocol.js';

/** What one trial gave: an evaluation, or why there is none. */
export type TrialResult = Evaluation | Failure;
export interface Failure {
  readonly failure: string;
  readonly outcome: FailedOutcome;
}

export const isFailure = (result: TrialResult): result is Failure => 'failure' in result;

/** Where trials of one worker happen. */
export interface TrialSite {
  readonly task: Task;
  readonly studySeed: number;
  readonly environment: HostEnvironment;
}

/** Which trial it is, and what is wanted of it. */
export interface TrialOrder {
  readonly run: number;
  readonly ordinal: number;
  readonly wants: readonly Want[];
  /** Read when the task reads it. */
  readonly signal: AbortSignal;
}

/** The context of a trial; what costs something to make is made when it is read. */
class LazyTrialContext implements TrialContext {
  readonly run: number;
  readonly trial: number;
  readonly wants: readonly Want[];
  readonly #site: TrialSite;
  readonly #order: TrialOrder;

  constructor(site: TrialSite, order: TrialOrder) {
    this.#site = site;
    this.#order = order;
    this.run = order.run;
    this.trial = order.ordinal;
    this.wants = order.wants;
  }

  get signal(): AbortSignal {
    return this.#order.signal;
  }

  get seed(): number {
    return trialSeed(this.#site.studySeed, this.run, this.trial);
  }

  get directory(): string {
    return this.#site.environment.directory();
  }
}

/**
 * Evaluates one point. Never throws: whatever the task does becomes a result. Synchronous for synchronous tasks, since a promise
 * per evaluation would cost more than a cheap task.
 *
 * @param x the task's own copy
 */
export function evaluateTrial(site: TrialSite, x: Float64Array, trial: TrialOrder): TrialResult | Promise<TrialResult> {
  const dimensions = x.length;
  try {
    const returned = site.task.evaluate(x, new LazyTrialContext(site, trial)) as unknown;
    if (typeof returned === 'number') return checkValue(returned);
    if (typeof (returned as PromiseLike<unknown> | null)?.then !== 'function')
      return checkReturned(returned, dimensions);
    // A promise of ours, whoever's that one is.
    return Promise.resolve(returned)
      .then(value => checkReturned(value, dimensions))
      .then(undefined, failed);
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Failure {
  // As `AbortSignal.timeout` names it: a task may keep the time of what it does by itself.
  const message = messageOf(error);
  const outcome = message.startsWith('TimeoutError: ') ? 'timed-out' : 'failed';
  return { ...failure(`the task threw: ${message}`), outcome };
}

function failure(what: string): Failure {
  return { failure: what, outcome: 'failed' };
}

function checkValue(value: number): TrialResult {
  // One comparison for the usual case: false for NaN and −Infinity.
  return value > Number.NEGATIVE_INFINITY ? { value } : failure(`the task returned ${value}`);
}

function checkReturned(returned: unknown, dimensions: number): TrialResult {
  if (typeof returned === 'number') return checkValue(returned);
  if (typeof returned !== 'object' || returned === null || !('value' in returned)) {
    return failure(`the task returned ${show(returned)} (${typeof returned}) instead of a number or { value, … }`);
  }
  const { value, gradient, residuals, extras } = returned as Evaluation;
  if (typeof value !== 'number')
    return failure(`the task returned { value: ${show(value)} } instead of a number as value`);
  const checked = checkValue(value);
  if (isFailure(checked)) return checked;
  if (gradient === undefined && residuals === undefined && extras === undefined) return checked;
  const slope = numbers(gradient);
  const rest = numbers(residuals);
  if (slope === null)
    return failure(`the task returned a gradient that is ${show(gradient)} instead of a list of numbers`);
  if (rest === null)
    return failure(`the task returned residuals that are ${show(residuals)} instead of a list of numbers`);
  if (slope !== undefined && slope.length !== dimensions) {
    return failure(`the task returned a gradient of ${slope.length} entries for ${dimensions} parameters`);
  }
  const kept = plainCopy(extras, 'extras');
  if (kept instanceof Stranger) {
    return failure(
      `the task returned ${kept.what}: extras may hold numbers, text, booleans, null, lists and objects of these`,
    );
  }
  return {
    value,
    ...(slope && { gradient: slope }),
    ...(rest && { residuals: rest }),
    ...(kept !== undefined && { extras: kept }),
  };
}

function numbers(list: unknown): Float64Array | undefined | null {
  if (list === undefined || list === null) return undefined;
  if (list instanceof Float64Array) return list;
  if (Array.isArray(list) || ArrayBuffer.isView(list)) return Float64Array.from(list as unknown as ArrayLike<number>);
  return null;
}
