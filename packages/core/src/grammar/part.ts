import { isPlainObject } from '../contracts/is-plain-object.js';
import type { PlainObject } from '../contracts/plain.js';
import { type Input, type OptionsSpec, type Parsed, parseOptions } from '../options/options.js';

/** What text can name: how it is called, what it takes, and how it is made. `glompo list` shows it. */
export interface Part<Made, Nested = Made> {
  readonly name: string;
  /** One sentence, beginning with a verb: what it does. */
  readonly description: string;
  /** Its options; positional values fill them in this order. */
  readonly options: OptionsSpec;
  /** Other parts that it is made of, as positional calls or, if there is but one, by this name. */
  readonly nested?: {
    readonly name: string;
    /** One of them in words, with an example: `a condition such as minTrials(500)`. */
    readonly expected: string;
    readonly min: number;
    /** Default: any number. */
    readonly max?: number;
    /** All that stands by place is one of them: options are given by name only. Default: options come first. */
    readonly alone?: true;
  };
  /** @param options unchecked */
  create(options: PlainObject, nested: readonly Nested[]): Made;
}

/** All options in an object, or the one that says most by itself. (Without `object`, any number would pass for options that may all be left out.) */
export type PartInput<S extends OptionsSpec, First extends keyof S> =
  | (Input<S> & object)
  | Parsed<S>[First & keyof Parsed<S>];

type PartArguments<S extends OptionsSpec, First extends keyof S> =
  Record<never, never> extends Input<S> ? [options?: PartInput<S, First>] : [options: PartInput<S, First>];

/** The function that makes a part from its options: `minTrials({ trials: 500 })`, or `minTrials(500)`. */
export interface PartFactory<Made, S extends OptionsSpec, First extends keyof S = never> {
  (...options: PartArguments<S, First>): Made;
  /** What makes it known to text. */
  readonly part: Part<Made, never>;
}

export interface PartDefinition<Made, S extends OptionsSpec, First extends keyof S> {
  readonly name: string;
  /** One sentence, beginning with a verb: what it does. */
  readonly description: string;
  readonly options: S;
  /** The option that may also be given by itself: the first of `options`. */
  readonly first?: First;
  create(options: Parsed<S>): Made;
}

/** Makes the factory of a part that is described by options alone. */
export function definePart<Made, const S extends OptionsSpec, First extends keyof S = never>(
  definition: PartDefinition<Made, S, First>,
): PartFactory<Made, S, First> {
  const { name, description, options: spec, first } = definition;
  const make = (given: unknown): Made => {
    const options = first === undefined || isObjectOfOptions(given) ? given : { [first]: given };
    return definition.create(parseOptions(spec, options, name));
  };
  const factory = (...[given]: PartArguments<S, First>) => make(given);
  return Object.assign(factory, { part: { name, description, options: spec, create: make } });
}

function isObjectOfOptions(given: unknown): boolean {
  return given === undefined || given === null || isPlainObject(given);
}
