import { expectation, type Option, type OptionsSpec } from '@glompo/core';

/** Something with a name that `glompo list` shows. */
export interface Listed {
  readonly name: string;
  readonly description?: string;
  /** The package it comes from. */
  readonly package?: string;
  /** In the order of positional values; undefined if they are not declared. */
  readonly options: readonly ListedOption[] | undefined;
  /** Parts that stand in its parentheses: one of them in words. */
  readonly nested?: string;
  /** Why it cannot be used. */
  readonly problem?: string;
}

export interface ListedOption {
  readonly name: string;
  /** What it accepts: `a number above 0`. */
  readonly expected: string;
  /** Undefined: there is none. */
  readonly default: Option['default'];
  /** It has to be given. */
  readonly required: boolean;
  readonly description: string;
}

export function listedOptions(spec: OptionsSpec): readonly ListedOption[] {
  return Object.entries(spec).map(([name, option]) => ({
    name,
    expected: expectation(option),
    default: option.default,
    required: option.default === undefined && !option.optional,
    description: option.description,
  }));
}
