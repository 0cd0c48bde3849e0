import type { Checker, Hunter } from '@glompo/core';
import { type ConformanceCase, casesOf, type Exceptions } from '../cases/conformance-case.js';
import { growingStudy } from './growing-study.js';
import { checkerLaws, conditionLaws, type Lookback } from './laws.js';

interface ConditionConformanceOptions {
  /** Of all chance in the suite. Default 1. */
  readonly seed?: number;
  /** Cases that this condition is known to fail, by name, each with the reason. */
  readonly except?: Exceptions;
}

export interface HunterConformanceOptions extends ConditionConformanceOptions {
  readonly hunter: Hunter;
}

export interface CheckerConformanceOptions extends ConditionConformanceOptions {
  readonly checker: Checker;
}

/**
 * The laws of `Condition`, asked of a hunter: it sees the life of a study, once for each victim.
 *
 * @throws ConformanceError if `except` names no case
 */
export function hunterConformance({ hunter, seed = 1, except }: HunterConformanceOptions): ConformanceCase[] {
  const histories = (lookback: Lookback) => {
    const steps = growingStudy(lookback, seed);
    const victims = steps[0]?.study.live.map(run => run.id) ?? [];
    return victims.map(id => steps.flatMap(step => step.hunts.filter(hunt => hunt.victim.id === id)));
  };
  return casesOf(conditionLaws(), { condition: hunter, seed, histories }, except);
}

/**
 * The laws of `Condition`, asked of a checker: it sees the life of a study.
 *
 * @throws ConformanceError if `except` names no case
 */
export function checkerConformance({ checker, seed = 1, except }: CheckerConformanceOptions): ConformanceCase[] {
  const histories = (lookback: Lookback) => [growingStudy(lookback, seed).map(step => step.study)];
  return casesOf([...conditionLaws(), ...checkerLaws], { condition: checker, seed, histories }, except);
}
