import {
  type Bounds,
  checkParameters,
  GlompoError,
  type Parameter,
  parametersFromBounds,
  show,
  suggest,
} from '@glompo/core/plugin';

/** Pairs by the name of the parameter, or a list of pairs for parameters called `x1`, `x2`, … */
export type ProgramBounds = { readonly [name: string]: readonly [low: number, high: number] } | Bounds;

/**
 * The parameters that options say.
 *
 * @throws GlompoError `GLOMPO_BOUNDS`, `GLOMPO_OPTION` if there are both or none
 */
export function parametersOf(
  { parameters, bounds }: { readonly parameters?: unknown; readonly bounds?: unknown },
  where: string,
): readonly Parameter[] {
  if (parameters !== undefined && bounds !== undefined)
    throw new GlompoError('GLOMPO_OPTION', `${where}: there are parameters and bounds: give one of them`);
  if (parameters !== undefined) return checkParameters(parameters, `${where}: parameters`);
  if (bounds === undefined)
    throw new GlompoError('GLOMPO_BOUNDS', `${where}: bounds are missing: give bounds: { name: [low, high], … }`);
  if (typeof bounds !== 'object' || bounds === null)
    throw new GlompoError('GLOMPO_BOUNDS', `${where}: bounds: expected { name: [low, high], … }, got ${show(bounds)}`);
  const list = Array.isArray(bounds)
    ? parametersFromBounds(bounds as unknown as Bounds)
    : Object.entries(bounds).map(([name, pair]: [string, unknown]) => {
        if (!Array.isArray(pair) || pair.length !== 2)
          throw new GlompoError('GLOMPO_BOUNDS', `${where}: bounds: ${name}: expected [low, high], got ${show(pair)}`);
        return { kind: 'real', name, low: pair[0], high: pair[1] } as const;
      });
  return checkParameters(list, `${where}: bounds`);
}

/**
 * The start, as a list or by name.
 *
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function startOf(start: unknown, parameters: readonly Parameter[], where: string): readonly number[] {
  const fail = (message: string) => new GlompoError('GLOMPO_OPTION', `${where}: start: ${message}`);
  if (typeof start !== 'object' || start === null) throw fail(`expected a list of numbers, got ${show(start)}`);
  const isList = Array.isArray(start) || start instanceof Float64Array;
  const names = parameters.map(({ name }) => name);
  if (!isList)
    for (const name of Object.keys(start))
      if (!names.includes(name)) throw fail(`there is no parameter "${name}"${suggest(name, names)}`);
  const values: unknown[] = isList
    ? [...(start as readonly unknown[])]
    : names.map(name => (start as Record<string, unknown>)[name]);
  if (values.length !== parameters.length)
    throw fail(`expected ${parameters.length} numbers, one for each of ${names.join(', ')}, got ${values.length}`);
  return parameters.map(({ name, low, high }, i) => {
    const value = values[i];
    if (typeof value !== 'number' || !(value >= low && value <= high))
      throw fail(`${name}: expected a number from ${low} to ${high}, got ${show(value)}`);
    return value;
  });
}
