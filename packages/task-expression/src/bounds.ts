import { GlompoError, show, suggest } from '@glompo/core/plugin';

/** The lowest and the highest value of a variable. */
export type Pair = readonly [low: number, high: number];

/** One pair for all variables, or one for each in their order, or one for each by name. */
export type ExpressionBounds = Pair | readonly Pair[] | { readonly [variable: string]: Pair };

/** The bounds of variables of which nothing is said. */
export const defaultBounds: Pair = [-10, 10];

/**
 * The bounds of all variables, in their order.
 *
 * @throws GlompoError `GLOMPO_BOUNDS`
 */
export function boundsOf(variables: readonly string[], given: ExpressionBounds | undefined): readonly Pair[] {
  if (given === undefined) return variables.map(() => defaultBounds);
  if (isPair(given)) return variables.map(() => given);
  if (isList(given)) {
    if (given.length !== variables.length) {
      throw boundsError(
        `expected one [low, high] pair, or one for each of ${variables.join(', ')}, got ${given.length} entries`,
      );
    }
    return given.map((pair, i) => checkPair(pair, variables[i]!));
  }
  if (typeof given !== 'object' || given === null)
    throw boundsError(`expected [low, high], a list of such pairs, or pairs by name, got ${show(given)}`);
  for (const name of Object.keys(given)) {
    if (!variables.includes(name)) throw boundsError(`there is no variable "${name}"${suggest(name, variables)}`);
  }
  return variables.map(name => (Object.hasOwn(given, name) ? checkPair(given[name], name) : defaultBounds));
}

/** A pair of numbers that a worker has been given for one variable or for all: the right values are checked with the parameters. */
export function perVariable(
  values: readonly number[],
  option: 'low' | 'high',
  variables: readonly string[],
): readonly number[] {
  if (values.length === 1) return variables.map(() => values[0]!);
  if (values.length === variables.length) return values;
  throw boundsError(
    `${option}: expected one number, or one for each of ${variables.join(', ')}, got ${values.length} numbers`,
  );
}

function isList(given: ExpressionBounds): given is readonly Pair[] {
  return Array.isArray(given);
}

function isPair(given: unknown): given is Pair {
  return Array.isArray(given) && given.length === 2 && given.every(end => typeof end === 'number');
}

function checkPair(given: unknown, name: string): Pair {
  if (!isPair(given)) throw boundsError(`variable "${name}": expected [low, high], got ${show(given)}`);
  return given;
}

function boundsError(message: string): GlompoError {
  return new GlompoError('GLOMPO_BOUNDS', `expression: bounds: ${message}`);
}
