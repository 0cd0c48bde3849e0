import type { Checker } from '@glompo/core';
import { maxEvaluations, maxEvaluationsPerParameter, maxSeconds, targetValue } from '@glompo/core/checkers';
import { any } from '@glompo/core/conditions';

/** When to stop, as the command line and `minimize` say it. */
export interface Limits {
  readonly maxEvaluations?: number | undefined;
  readonly maxSeconds?: number | undefined;
  readonly target?: number | undefined;
  readonly stop?: readonly Checker[] | undefined;
}

/**
 * One checker of several limits; the first to be reached ends the study. A target is no limit, as it may never be reached: where no other
 * limit is given, there are 10,000 evaluations per parameter.
 */
export function stopWhen(limits: Limits): Checker {
  const bounded = [
    ...(limits.stop ?? []),
    ...(limits.maxEvaluations === undefined ? [] : [maxEvaluations(limits.maxEvaluations)]),
    ...(limits.maxSeconds === undefined ? [] : [maxSeconds(limits.maxSeconds)]),
  ];
  // The target comes first: who reaches it with the last evaluation has reached it.
  const all = [
    ...(limits.target === undefined ? [] : [targetValue(limits.target)]),
    ...(bounded.length > 0 ? bounded : [maxEvaluationsPerParameter()]),
  ];
  return all.length === 1 ? (all[0] as Checker) : any(...all);
}
