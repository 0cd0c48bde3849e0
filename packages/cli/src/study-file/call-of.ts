import { type Call, GlompoError, isPlainObject, parseCall, show, suggest } from '@glompo/core';

type CallValue = Call['positional'][number];

const partName = /^[A-Za-z@][\w.@/-]*$/;
const key = /^[A-Za-z][\w-]*$/;
/** Deeper nesting is a mistake. */
const deepest = 50;

/** What stands beside name and options of a part, and in the same parentheses on the command line. */
export interface Beside {
  /** Plain values, and backends: `trials`, `maxSlots`, `weight` of an optimizer. */
  readonly values: readonly string[];
  /** Whether there are `conditions` inside. */
  readonly conditions: boolean;
}

/**
 * The call that a part is on the command line, from its parts: `{ name: 'cmaes', options: { sigma: 0.3 } }` is `cmaes(sigma=0.3)`.
 *
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function callOf(given: object, beside: Beside, depth = 0): Call {
  if (depth > deepest) throw wrong(`nested deeper than ${deepest} levels`);
  const { name, options = {}, conditions = [], ...others } = given as Record<string, unknown>;
  if (typeof name !== 'string' || !partName.test(name))
    throw wrong(`name: expected the name of a part, as in { name: …, options: { … } }, got ${show(name)}`);
  const known = ['name', 'options', ...beside.values, ...(beside.conditions ? ['conditions'] : [])];
  const unknown = Object.keys(others).find(each => !beside.values.includes(each));
  if (unknown !== undefined || (!beside.conditions && 'conditions' in given))
    throw wrong(`${name}: unknown field ${show(unknown ?? 'conditions')}${suggest(unknown ?? 'conditions', known)}`);
  if (!isPlainObject(options)) throw wrong(`${name}: options: expected an object, got ${show(options)}`);
  if (!Array.isArray(conditions)) throw wrong(`${name}: conditions: expected a list, got ${show(conditions)}`);
  const nested = conditions.map(each => {
    if (typeof each === 'string') return parseCall(each);
    if (!isPlainObject(each)) throw wrong(`${name}: conditions: expected a condition, got ${show(each)}`);
    return callOf(each, beside, depth + 1);
  });
  const named: Record<string, CallValue> = {};
  for (const [option, value] of [...Object.entries(options), ...Object.entries(others)]) {
    if (value === undefined) continue;
    if (!key.test(option)) throw wrong(`${name}: unknown option ${show(option)}`);
    named[option] =
      option in others && typeof value === 'string'
        ? parseCall(value)
        : callValueOf(value, `${name}: ${option}`, depth + 1);
  }
  return { name, positional: nested, named };
}

/** A value as it may stand in the parentheses of a call. @throws GlompoError `GLOMPO_OPTION` */
export function callValueOf(given: unknown, where: string, depth = 0): CallValue {
  if (depth > deepest) throw wrong(`${where}: nested deeper than ${deepest} levels`);
  if (typeof given === 'boolean' || typeof given === 'string') return given;
  if (typeof given === 'number' && !Number.isNaN(given)) return given;
  if (Array.isArray(given) || given instanceof Float64Array)
    return [...given].map(each => callValueOf(each, where, depth + 1));
  if (isPlainObject(given) && 'name' in given) return callOf(given, { values: [], conditions: true }, depth);
  throw wrong(`${where}: expected a number, a text, true, false or a list of them, got ${show(given)}`);
}

function wrong(message: string): GlompoError {
  return new GlompoError('GLOMPO_OPTION', message);
}
