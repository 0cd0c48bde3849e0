import type { Checker, Hunter, Selector, StartPoints } from '../contracts/decision.js';
import { GlompoError } from '../errors/glompo-error.js';
import type { PartTable } from '../grammar/build-part.js';
import type { Part } from '../grammar/part.js';
import { isPartName } from '../grammar/words.js';
import { show } from '../options/options.js';
import type { Member } from '../selectors/team.js';

/** What each kind of decision makes, and what stands in the parentheses of those that are made of others. */
export interface PartsByKind {
  readonly hunters: readonly [made: Hunter, nested: Hunter];
  readonly checkers: readonly [made: Checker, nested: Checker];
  readonly selectors: readonly [made: Selector, nested: Member];
  readonly startPoints: readonly [made: StartPoints, nested: StartPoints];
}

export type PartKind = keyof PartsByKind;

/** A part as text can name it, or the factory that carries it: what `defineCondition` and `definePart` give. */
export type GivenPart<Made, Nested = Made> = Part<Made, Nested> | { readonly part: Part<Made, Nested> };

/** Parts that a text may name beside the built-in ones. `Registry.parts` gives those of packages. */
export interface MoreParts<Kind extends PartKind> {
  readonly parts?: readonly GivenPart<PartsByKind[Kind][0], PartsByKind[Kind][1]>[];
  /** Further names for the message about an unknown one: of parts that exist and were not imported. */
  readonly known?: readonly string[];
}

/** The method by which a decision of each kind is asked. */
const methods = { hunters: 'test', checkers: 'test', selectors: 'next', startPoints: 'next' } as const;

/**
 * The built-in parts and further ones. What a further one makes is checked, since it is told apart by nothing else: a file may hold parts of
 * all kinds.
 */
export function withMore<Kind extends PartKind>(
  kind: Kind,
  builtIn: PartTable<PartsByKind[Kind][0], PartsByKind[Kind][1]>,
  { parts = [], known }: MoreParts<Kind> = {},
): PartTable<PartsByKind[Kind][0], PartsByKind[Kind][1]> {
  const further = parts.map(given => checked(partOf(given, `the ${builtIn.kind} that is given`), kind, builtIn.kind));
  return { kind: builtIn.kind, parts: [...builtIn.parts, ...further], ...(known && { known }) };
}

/** @throws GlompoError `GLOMPO_PLUGIN_INVALID` unless it is a part, or the factory of one */
export function partOf<Made, Nested>(given: GivenPart<Made, Nested>, what: string): Part<Made, Nested> {
  if (!isObject(given)) throw invalid(what, `expected a part, got ${show(given)}`);
  const part: unknown = 'part' in given ? given.part : given;
  if (!isObject(part) || !('create' in part) || typeof part.create !== 'function')
    throw invalid(what, 'expected what defineCondition or definePart gives');
  const { name, description, options } = part as Partial<Part<Made, Nested>>;
  if (typeof name !== 'string' || !isPartName(name))
    throw invalid(what, `its name ${show(name)} cannot be written in text: expected a word such as myHunter`);
  if (typeof description !== 'string') throw invalid(what, `${name} has no description`);
  if (!isObject(options)) throw invalid(what, `${name} has no options: {} says that it takes none`);
  return part as unknown as Part<Made, Nested>;
}

function checked<Made, Nested>(part: Part<Made, Nested>, kind: PartKind, word: string): Part<Made, Nested> {
  const { name, description, options, nested } = part;
  return {
    name,
    description,
    options,
    ...(nested && { nested }),
    create(...given) {
      const made: unknown = part.create(...given);
      const method = methods[kind];
      if (!isObject(made) || typeof (made as Readonly<Record<string, unknown>>)[method] !== 'function')
        throw new GlompoError('GLOMPO_OPTION', `${name} is no ${word}: what it makes has no method ${method}()`);
      if (kind === 'selectors' && !Array.isArray((made as Partial<Selector>).choices))
        throw new GlompoError('GLOMPO_OPTION', `${name} is no ${word}: what it makes has no choices`);
      if (kind === 'startPoints' && 'choices' in made)
        throw new GlompoError('GLOMPO_OPTION', `${name} is no ${word}, but a selector`);
      return made as Made;
    },
  };
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' || typeof value === 'function') && value !== null;
}

function invalid(what: string, why: string): GlompoError {
  return new GlompoError('GLOMPO_PLUGIN_INVALID', `${what} is not a part of glompo: ${why}`);
}
