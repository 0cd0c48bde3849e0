import { type Call, type Checker, formatCall, formatCondition, parseCall, parseChecker } from '@glompo/core';
import { maxEvaluations, maxSeconds, targetValue } from '@glompo/core/checkers';
import { stopWhen } from './stop-when.js';

/** The flags that say when a study stops. */
export const limitFlags: readonly string[] = ['max-evaluations', 'max-seconds', 'target', 'stop'];

/** Those that would have asked for this condition: `stopWhen` the other way round. */
export function flagsOfLimits(condition: string): ReadonlyMap<string, readonly string[]> {
  const flags = new Map<string, string[]>();
  if (condition === formatCondition(stopWhen({}))) return flags;
  for (const part of alternatives(parseCall(condition))) {
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

/** The conditions of which one is enough. They are not made of their text here: the parts of others need not be at hand. */
function alternatives(call: Call): readonly Call[] {
  const calls = call.positional.flatMap(value =>
    typeof value === 'string'
      ? [{ name: value, positional: [], named: {} }]
      : typeof value === 'object' && 'name' in value
        ? [value]
        : [],
  );
  const isPlain = calls.length === call.positional.length && Object.keys(call.named).length === 0;
  return call.name === 'any' && isPlain ? calls : [call];
}

function flagOf(call: Call): readonly [flag: string, value: string] {
  const [flag, made] = ofOneNumber.get(call.name) ?? [];
  if (flag === undefined || made === undefined) return ['stop', formatCall(call)];
  const part = parseChecker(formatCall(call));
  const text = formatCondition(part);
  const number = Object.values(part.options ?? {}).find(each => typeof each === 'number');
  // One with further options is no flag's.
  return number !== undefined && formatCondition(made(number)) === text ? [flag, String(number)] : ['stop', text];
}
