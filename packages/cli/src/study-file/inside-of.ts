import { isPlainObject, show } from '@glompo/core';
import type { Path } from './path.js';

/** `cmaes: unknown option "sigm"; …`, `cmaes: sigma: expected …, got -1`. */
const aboutOption = /^([\w.@/-]+): (?:unknown option "([^"]+)"|([A-Za-z][\w-]*): )/;
/** `unknown hunter "minTrails"; …`. */
const aboutName = /^unknown [a-z ]+ "([^"]+)"/;
/** `all: expected a condition such as …`. */
const aboutPart = /^([\w.@/-]+): /;

/**
 * The way to what a message is about, in a part that is written by its pieces: to the option of it, or of one of the conditions in it. Of several
 * places that it may be about, the way to the part that holds them all.
 */
export function insideOf(value: unknown, message: string): Path {
  if (!isPlainObject(value)) return [];
  const places = [...placesIn(value, message)];
  const exact = places.filter(({ found }) => message.endsWith(`, got ${show(found)}`));
  const [first, ...others] = (exact.length > 0 ? exact : places).map(({ path }) => path);
  return others.reduce<Path>(common, first ?? []);
}

interface Place {
  readonly path: Path;
  /** What stands there. */
  readonly found: unknown;
}

/** Where, in a part and in its conditions, something stands that the message may be about. Aliases of YAML may be many, and circles: each object counts once. */
function* placesIn(
  given: unknown,
  message: string,
  { path, seen }: { readonly path: Path; readonly seen: Set<object> } = { path: [], seen: new Set() },
): Generator<Place> {
  if (!isPlainObject(given)) {
    if (typeof given === 'string' && namedIn(message).some(name => hasName(given, name))) yield { path, found: given };
    return;
  }
  const { name, options, conditions } = given;
  if (typeof name !== 'string' || seen.has(given)) return;
  seen.add(given);
  const [, part, unknown, wrong] = aboutOption.exec(message) ?? [];
  const option = unknown ?? wrong;
  if (aboutName.exec(message)?.[1] === name) yield { path: [...path, 'name'], found: name };
  else if (option !== undefined && part === name) {
    if (isPlainObject(options) && Object.hasOwn(options, option))
      yield { path: [...path, 'options', option], found: options[option] };
    else if (Object.hasOwn(given, option)) yield { path: [...path, option], found: given[option] };
    else yield { path, found: undefined };
  } else if (aboutPart.exec(message)?.[1] === name) yield { path, found: undefined };
  if (!Array.isArray(conditions)) return;
  for (const [i, each] of conditions.entries())
    yield* placesIn(each, message, { path: [...path, 'conditions', i], seen });
}

/** Names of parts that a message begins with. */
function namedIn(message: string): readonly string[] {
  return [aboutName, aboutPart].flatMap(about => about.exec(message)?.[1] ?? []);
}

/** Whether a text such as `all(minTrials, worn(3))` names a part. */
function hasName(text: string, name: string): boolean {
  return text.split(/[^\w.@/-]+/).includes(name);
}

/** What two ways begin with. */
function common(one: Path, other: Path): Path {
  const end = one.findIndex((step, i) => step !== other[i]);
  return end < 0 ? one : one.slice(0, end);
}
