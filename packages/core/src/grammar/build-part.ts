import type { Plain, PlainObject } from '../contracts/plain.js';
import { GlompoError } from '../errors/glompo-error.js';
import { Mistakes } from '../errors/mistakes-together.js';
import { suggest } from '../errors/nearest.js';
import { type OptionsSpec, parseOptions, show } from '../options/options.js';
import { type Call, type CallValue, isCall } from './call.js';
import { formatCall } from './format-call.js';
import type { Part } from './part.js';
import { isPartName } from './words.js';

/** Parts of one kind, and how to make one of the calls that stand in their parentheses. */
export interface PartTable<Made, Nested = Made> {
  /** One of the kind, for messages: `hunter`. */
  readonly kind: string;
  readonly parts: readonly Part<Made, Nested>[];
  /** Further names for the message about an unknown one. */
  readonly known?: readonly string[];
}

/**
 * Makes what a call names.
 *
 * @param buildNested makes what stands in its parentheses: under a name, or by place
 * @throws GlompoError `GLOMPO_OPTION`: an unknown name (with the nearest known), or options that do not fit, of several mistakes all;
 *   `GLOMPO_PLUGIN_DUPLICATE`: two parts have that name
 */
export function buildPart<Made, Nested>(
  call: Call,
  { kind, parts, known: further = [] }: PartTable<Made, Nested>,
  buildNested: (call: Call, name?: string) => Nested,
): Made {
  const [part, other] = parts.filter(({ name }) => name === call.name);
  if (other !== undefined)
    throw new GlompoError(
      'GLOMPO_PLUGIN_DUPLICATE',
      `two parts have the name ${kind} "${call.name}" (glompo list shows those that are built in): give the other one another name`,
    );
  if (part === undefined) {
    const known = new Set([...parts.map(({ name }) => name), ...further]);
    throw new GlompoError('GLOMPO_OPTION', `unknown ${kind} "${call.name}"${suggest(call.name, known)}`);
  }
  const { nested } = part;
  if (nested === undefined) return part.create(optionsOfCall(call, part.options), []);

  // In the place of an option, a word without parentheses is another part only if one has that name.
  const isNested = (value: CallValue, i: number) =>
    nested.alone ||
    i >= Object.keys(part.options).length ||
    (typeof value === 'object' && isCall(value)) ||
    parts.some(({ name }) => name === value);
  const positional = call.positional.filter((value, i) => !isNested(value, i));
  const { [nested.name]: byName, ...named } = call.named;
  const values = [...call.positional.filter(isNested), ...(byName === undefined ? [] : [byName])];
  const mistakes = new Mistakes();
  const nameless = values.length - (byName === undefined ? 0 : 1);
  const calls = values.flatMap((value, i) => {
    const under = i < nameless ? undefined : nested.name;
    if (typeof value === 'object' && isCall(value)) return [{ under, call: value }];
    if (typeof value === 'string' && isPartName(value))
      return [{ under, call: { name: value, positional: [], named: {} } }];
    mistakes.add(wrong(part.name, `expected ${nested.expected}, got ${showValue(value)}`));
    return [];
  });
  if (values.length < nested.min || values.length > (nested.max ?? Number.POSITIVE_INFINITY)) {
    const wanted = nested.max === nested.min ? 'exactly' : values.length < nested.min ? 'at least' : 'at most';
    const limit = values.length < nested.min ? nested.min : nested.max;
    mistakes.add(wrong(part.name, `expected ${wanted} ${limit} of: ${nested.expected}, got ${values.length}`));
  }
  const options = mistakes.inSync(() => {
    const given = optionsOfCall({ name: call.name, positional, named }, part.options);
    return parseOptions(part.options, given, part.name);
  });
  const made = calls.map(({ call: each, under }) => mistakes.inSync(() => buildNested(each, under)));
  mistakes.throwIfAny();
  return part.create(options as PlainObject, made as Nested[]);
}

/**
 * The options in a call, unchecked: named ones as they are, positional ones by the order of the specification.
 *
 * @param spec without one, positional values are refused
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function optionsOfCall({ name, positional, named }: Call, spec?: OptionsSpec): PlainObject {
  const order = Object.keys(spec ?? {});
  if (positional.length > order.length) {
    const value = showValue(positional[order.length] as CallValue);
    const takes =
      spec === undefined
        ? 'expected key=value'
        : order.length === 0
          ? 'takes no options'
          : `takes ${order.length === 1 ? 'one option' : `${order.length} options`} (${order.join(', ')})`;
    throw wrong(name, `${takes}, got ${spec === undefined ? value : `${value} beside`}`);
  }
  const options: Record<string, Plain> = {};
  for (const [i, value] of positional.entries()) options[order[i] as string] = plain(value, name, order[i] as string);
  for (const [key, value] of Object.entries(named)) {
    if (Object.hasOwn(options, key)) throw wrong(name, `${key}: is given twice, by place and by name`);
    options[key] = plain(value, name, key);
  }
  return options;
}

function plain(value: CallValue, part: string, option: string): Plain {
  if (typeof value !== 'object') return value;
  if (isCall(value)) throw wrong(part, `${option}: expected a plain value, got ${formatCall(value)}`);
  return value.map(item => plain(item, part, option));
}

function showValue(value: CallValue): string {
  return typeof value === 'object' && isCall(value) ? formatCall(value) : show(value);
}

function wrong(part: string, message: string): GlompoError {
  return new GlompoError('GLOMPO_OPTION', `${part}: ${message}`);
}
