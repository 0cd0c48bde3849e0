import type { Bounds, Parameter } from '../contracts/parameter.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';

/** The same real, linear bounds for every one of `dimensions` parameters. */
export function box(dimensions: number, low: number, high: number): Bounds {
  if (!Number.isInteger(dimensions) || dimensions < 1) {
    throw new GlompoError('GLOMPO_BOUNDS', `box: dimensions: expected a positive integer, got ${show(dimensions)}`);
  }
  return Array.from({ length: dimensions }, () => [low, high] as const);
}

/** Parameters from the shorthand: real, linear, named `x1`, `x2`, … */
export function parametersFromBounds(bounds: Bounds): Parameter[] {
  if (!Array.isArray(bounds))
    throw new GlompoError('GLOMPO_BOUNDS', `bounds: expected a list of [low, high] pairs, got ${show(bounds)}`);
  return bounds.map((pair: unknown, i) => {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new GlompoError('GLOMPO_BOUNDS', `bounds: entry ${i + 1}: expected a [low, high] pair, got ${show(pair)}`);
    }
    return { kind: 'real', name: `x${i + 1}`, low: pair[0], high: pair[1] };
  });
}

/**
 * Checks a task's parameters.
 *
 * @param where what they belong to, as it begins every message
 * @param finite whether infinite bounds are refused, as a study must
 * @throws GlompoError `GLOMPO_BOUNDS`
 */
export function checkParameters(parameters: unknown, where: string, finite = true): readonly Parameter[] {
  const fail = (message: string) => new GlompoError('GLOMPO_BOUNDS', `${where}: ${message}`);
  if (!Array.isArray(parameters)) throw fail(`expected a list of parameters, got ${show(parameters)}`);
  if (parameters.length === 0) throw fail('there are no parameters: give at least one pair of bounds');
  const names = new Set<string>();
  for (const [i, parameter] of parameters.entries()) {
    if (typeof parameter !== 'object' || parameter === null) {
      throw fail(`parameter ${i + 1}: expected { kind, name, low, high }, got ${show(parameter)}`);
    }
    const { kind, name, low, high, scale } = parameter as Record<string, unknown>;
    const label = typeof name === 'string' && name !== '' ? `parameter "${name}"` : `parameter ${i + 1}`;
    if (typeof name !== 'string' || name === '') throw fail(`${label}: expected a name, got ${show(name)}`);
    if (names.has(name)) throw fail(`${label}: the name is used twice`);
    names.add(name);
    if (kind !== 'real' && kind !== 'integer') continue; // Optimizers say which kinds they know; see checkKinds.
    if (typeof low !== 'number' || typeof high !== 'number' || Number.isNaN(low) || Number.isNaN(high)) {
      throw fail(`${label}: expected numbers as bounds, got [${show(low)}, ${show(high)}]`);
    }
    if (low === high)
      throw fail(`${label}: the bounds are equal (${low}): fix the value inside the task instead, or widen them`);
    if (low > high) throw fail(`${label}: the bounds are reversed: low ${low} is above high ${high}`);
    if (finite && !(Number.isFinite(low) && Number.isFinite(high))) {
      throw fail(`${label}: a study needs finite bounds, got [${low}, ${high}]`);
    }
    if (kind === 'integer') {
      const whole = [low, high].every(bound => Number.isSafeInteger(bound) || !Number.isFinite(bound));
      if (!whole) throw fail(`${label}: an integer needs whole numbers as bounds, got [${low}, ${high}]`);
      if (scale !== undefined) throw fail(`${label}: scale: an integer has none, got ${show(scale)}`);
    }
    if (scale !== undefined && scale !== 'linear' && scale !== 'log') {
      throw fail(`${label}: scale: expected "linear" or "log", got ${show(scale)}`);
    }
    if (scale === 'log' && low <= 0)
      throw fail(`${label}: a logarithmic scale needs a lower bound above 0, got ${low}`);
    // Else there is no width to search, and every rule and optimizer would have to guard against it.
    if (scale === 'log' && Math.log10(low) === Math.log10(high)) {
      throw fail(
        `${label}: on a logarithmic scale the bounds [${low}, ${high}] are the same to the last digit: use a linear scale, or widen them`,
      );
    }
  }
  return parameters as readonly Parameter[];
}

/** Whether optimizers see log10 of its values. */
export function isLogarithmic(parameter: Parameter | undefined): boolean {
  return parameter?.kind === 'real' && parameter.scale === 'log';
}

/** What is wrong with this value of a parameter, in the task's units, if anything: the end of a sentence that begins with it. */
export function faultOf({ kind, low, high }: Parameter, value: number): string | undefined {
  if (!(value >= low && value <= high)) return `is outside its bounds [${low}, ${high}]`;
  return kind === 'integer' && !Number.isInteger(value) ? 'is no whole number' : undefined;
}

/** Refuses parameters of a kind that the optimizer does not declare. */
export function checkKinds(parameters: readonly Parameter[], optimizer: string, known: readonly string[]): void {
  for (const { kind, name } of parameters) {
    if (!known.includes(kind)) {
      throw new GlompoError(
        'GLOMPO_PARAMETER_KIND',
        `parameter "${name}" is of kind "${kind}", which optimizer "${optimizer}" does not know (it knows: ${known.join(', ')}): ` +
          'use another optimizer, or another kind of parameter',
      );
    }
  }
}
