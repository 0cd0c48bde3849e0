import { type Checker, formatCondition, parseChecker } from '@glompo/core';
import { maxEvaluations, maxSeconds, targetValue } from '@glompo/core/checkers';
import { stopWhen } from './stop-when.js';

/** The flags that say when a study stops. */
export const limitFlags: readonly string[] = ['max-evaluations', 'max-seconds', 'target', 'stop'];

/** Those that would have asked for this condition: `stopWhen` the other way round. */
export function flagsOfLimits(condition: string): ReadonlyMap<string, readonly string[]> {
  const flags = new Map<string, string[]>();
  if (condition === formatCondition(stopWhen({}))) return flags;
  const checker = parseChecker(condition);
  for (const part of checker.name === 'any' ? (checker.conditions ?? []) : [checker]) {
    const [flag, value] = flagOf(part);
    flags.set(flag, flag === 'stop' ? [...(flags.get(flag) ?? []), value] : [value]);
  }
  return flags;
}

/** Those of one number, by the name of their checker. */
const ofOneNumber: ReadonlyMap<string, readonly [flag: string, made: (number: number) => Checker]> = new Map([
  ['maxEvaluations', ['max-evaluations', maxEvaluations]],
  ['maxSeconds', ['max-seconds', maxSeconds]],
  ['targetValue', ['target', targetValue]],
]);

function flagOf(part: Checker): readonly [flag: string, value: string] {
  const text = formatCondition(part);
  const [flag, made] = ofOneNumber.get(part.name) ?? [];
  const number = Object.values(part.options ?? {}).find(each => typeof each === 'number');
  // One with further options is no flag's.
  if (flag !== undefined && made !== undefined && number !== undefined && formatCondition(made(number)) === text)
    return [flag, String(number)];
  return ['stop', text];
}
