import type { Plain, PlainObject } from '../contracts/plain.js';
import { GlompoError } from '../errors/glompo-error.js';
import { Mistakes } from '../errors/mistakes-together.js';
import { suggest } from '../errors/nearest.js';

/** What every kind of option can say about itself. */
interface OptionBase<T extends Plain> {
  readonly description: string;
  /** Filled in when the option is not given; an option without one is required unless `optional`. */
  readonly default?: T;
  /** May be absent: the part that has the option decides what that means, and the description says it. */
  readonly optional?: true;
}

interface Range {
  /** Lowest admissible value. */
  readonly min?: number;
  readonly max?: number;
  /** Value that must be exceeded. */
  readonly above?: number;
  /** Value that must not be reached. */
  readonly below?: number;
}

export type NumberOption = OptionBase<number> & Range & { readonly type: 'number' };
export type IntegerOption = OptionBase<number> & Range & { readonly type: 'integer' };
export type BooleanOption = OptionBase<boolean> & { readonly type: 'boolean' };
export type StringOption = OptionBase<string> & { readonly type: 'string' };
export type ChoiceOption<T extends string = string> = OptionBase<T> & {
  readonly type: 'choice';
  readonly of: readonly T[];
};
export type NumbersOption = OptionBase<number | readonly number[]> &
  Range & {
    readonly type: 'numbers';
    /** One number by itself is accepted, too: the same for all. */
    readonly orOne?: true;
  };

/** A list of points, each a list of numbers; one list of numbers is one point. */
export type PointsOption = OptionBase<readonly (readonly number[])[]> & { readonly type: 'points' };

export type Option =
  | NumberOption
  | IntegerOption
  | BooleanOption
  | StringOption
  | ChoiceOption
  | NumbersOption
  | PointsOption;

/** The options of a part, in the order in which positional arguments on the command line fill them. */
export type OptionsSpec = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O extends { type: 'boolean' }
  ? boolean
  : O extends { type: 'choice'; of: readonly (infer T extends string)[] }
    ? T
    : O extends { type: 'string' }
      ? string
      : O extends { type: 'numbers' }
        ? O extends { orOne: true }
          ? number | readonly number[]
          : readonly number[]
        : O extends { type: 'points' }
          ? readonly (readonly number[])[]
          : number;

type MaybeAbsent<S extends OptionsSpec> = {
  [K in keyof S]: S[K] extends { default: Plain } ? never : S[K] extends { optional: true } ? K : never;
}[keyof S];
type MayOmit<S extends OptionsSpec> = {
  [K in keyof S]: S[K] extends { default: Plain } | { optional: true } ? K : never;
}[keyof S];

/** Options after parsing: defaults filled in. */
export type Parsed<S extends OptionsSpec> = {
  readonly [K in Exclude<keyof S, MaybeAbsent<S>>]: ValueOf<S[K]>;
} & { readonly [K in MaybeAbsent<S>]?: ValueOf<S[K]> };

/** Options as a user writes them. */
export type Input<S extends OptionsSpec> = {
  readonly [K in Exclude<keyof S, MayOmit<S>>]: ValueOf<S[K]>;
} & { readonly [K in MayOmit<S>]?: ValueOf<S[K]> | undefined };

/** Keeps the literal types of a specification: `const spec = defineOptions({ … })`. */
export function defineOptions<const S extends OptionsSpec>(spec: S): S {
  return spec;
}

/**
 * Checks options against their specification and fills in defaults.
 *
 * @param where what the options belong to, as it begins every message: `cmaes`
 * @throws GlompoError `GLOMPO_OPTION`: `cmaes: sigma: expected a number above 0, got "two"`; of several mistakes, all
 */
export function parseOptions<S extends OptionsSpec>(spec: S, given: unknown, where: string): Parsed<S> {
  if (given !== undefined && given !== null && (typeof given !== 'object' || Array.isArray(given))) {
    throw optionError(where, undefined, `expected an object of options, got ${show(given)}`);
  }
  const input = (given ?? {}) as PlainObject;
  const mistakes = new Mistakes();
  for (const name of Object.keys(input)) {
    if (Object.hasOwn(spec, name)) continue;
    mistakes.add(optionError(where, undefined, `unknown option "${name}"${suggest(name, Object.keys(spec))}`));
  }
  const parsed: Record<string, Plain> = {};
  for (const [name, option] of Object.entries(spec)) {
    const value = input[name];
    const checked = value === undefined ? option.default : mistakes.inSync(() => check(option, value, where, name));
    if (checked !== undefined) parsed[name] = checked;
    else if (value === undefined && !option.optional)
      mistakes.add(optionError(where, name, `is required: ${option.description}`));
  }
  mistakes.throwIfAny();
  return parsed as Parsed<S>;
}

/** What an option accepts, as messages and help show it: `a number above 0`. */
export function expectation(option: Option): string {
  switch (option.type) {
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'a text';
    case 'choice':
      return `one of ${option.of.map(name => `"${name}"`).join(', ')}`;
    case 'number':
      return `a number${rangeWords(option)}`;
    case 'integer':
      return option.min === 1 && option.max === undefined ? 'a positive integer' : `an integer${rangeWords(option)}`;
    case 'numbers':
      return option.orOne
        ? `a number${rangeWords(option)}, or a list of them`
        : `a list of numbers${rangeWords(option)}`;
    case 'points':
      return 'a point or a list of points, each a list of numbers';
    default:
      return option satisfies never;
  }
}

/** A value as messages show it: strings quoted, long things cut. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Float64Array) return `[${[...value.subarray(0, 6)].join(', ')}${value.length > 6 ? ', …' : ''}]`;
  // As JSON, what is not finite would be null.
  if (Array.isArray(value) && value.every(x => typeof x === 'number') && !value.every(Number.isFinite))
    return show(Float64Array.from(value));
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    text = undefined;
  }
  return text === undefined ? Object.prototype.toString.call(value) : text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function check(option: Option, value: unknown, where: string, name: string): Plain {
  const fail = () => optionError(where, name, `expected ${expectation(option)}, got ${show(value)}`);
  switch (option.type) {
    case 'boolean':
      if (typeof value !== 'boolean') throw fail();
      return value;
    case 'string':
      if (typeof value !== 'string') throw fail();
      return value;
    case 'choice':
      if (typeof value !== 'string') throw fail();
      if (!option.of.includes(value)) {
        throw optionError(
          where,
          name,
          `expected ${expectation(option)}, got ${show(value)}${suggest(value, option.of)}`,
        );
      }
      return value;
    case 'number':
      if (typeof value !== 'number' || !inRange(value, option)) throw fail();
      return value;
    case 'integer':
      if (typeof value !== 'number' || !Number.isSafeInteger(value) || !inRange(value, option)) throw fail();
      return value;
    case 'numbers': {
      if (option.orOne && typeof value === 'number' && inRange(value, option)) return value;
      const list = value instanceof Float64Array ? [...value] : value;
      if (!Array.isArray(list) || !list.every(v => typeof v === 'number' && inRange(v, option))) throw fail();
      return list as number[];
    }
    case 'points': {
      const one = value instanceof Float64Array || (Array.isArray(value) && typeof value[0] === 'number');
      const list: readonly unknown[] | undefined = one ? [value] : Array.isArray(value) ? value : undefined;
      const points = list?.map(point => (point instanceof Float64Array ? [...point] : point));
      if (!points?.every(point => Array.isArray(point) && point.every(v => typeof v === 'number' && !Number.isNaN(v))))
        throw fail();
      return points as number[][];
    }
    default:
      return option satisfies never;
  }
}

function inRange(value: number, { min, max, above, below }: Range): boolean {
  return (
    !Number.isNaN(value) &&
    (min === undefined || value >= min) &&
    (max === undefined || value <= max) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  );
}

function rangeWords({ min, max, above, below }: Range): string {
  const parts: string[] = [];
  if (above !== undefined) parts.push(`above ${above}`);
  if (min !== undefined && max !== undefined) parts.push(`from ${min} to ${max}`);
  else if (min !== undefined) parts.push(`of at least ${min}`);
  else if (max !== undefined) parts.push(`of at most ${max}`);
  if (below !== undefined) parts.push(`below ${below}`);
  return parts.length > 0 ? ` ${parts.join(' and ')}` : '';
}

function optionError(where: string, name: string | undefined, message: string): GlompoError {
  return new GlompoError(
    'GLOMPO_OPTION',
    name === undefined ? `${where}: ${message}` : `${where}: ${name}: ${message}`,
  );
}
