import type { PlainObject, TaskDefinition, TaskModule } from '@glompo/core';
import { type ConformanceCase, casesOf, type Exceptions } from '../cases/conformance-case.js';
import { taskLaws } from './laws.js';

export interface TaskConformanceOptions {
  /** A task, a factory of one, or where the module is whose default export is one of them. */
  readonly task: TaskDefinition | TaskModule;
  /** For the factory. */
  readonly options?: PlainObject;
  /** Of the random points. Default 1. */
  readonly seed?: number;
  /** How many random points are evaluated per case. Default 16. */
  readonly points?: number;
  /** How far gradients may be from central differences, relative to their length. Default 1e-5. */
  readonly gradientTolerance?: number;
  /** Whether the same trial gives the same value. Default true. */
  readonly deterministic?: boolean;
  /** Cases that this task is known to fail, by name, each with the reason. */
  readonly except?: Exceptions;
}

/**
 * The laws of `Task`, asked of one task. Needs Node.
 *
 * @throws ConformanceError if `except` names no case
 */
export function taskConformance({
  task,
  options = {},
  seed = 1,
  points = 16,
  gradientTolerance = 1e-5,
  deterministic = true,
  except,
}: TaskConformanceOptions): ConformanceCase[] {
  return casesOf(taskLaws, { task, options, seed, points, gradientTolerance, deterministic }, except);
}
