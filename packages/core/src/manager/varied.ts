import type { Start } from '../contracts/decision.js';
import type { Space } from '../contracts/optimizer.js';
import type { Variation } from '../contracts/variation.js';
import { GlompoError } from '../errors/glompo-error.js';
import type { ResolvedChoice } from './live-run.js';

/** Whether its runs may differ from what its options say. */
export function isVariable({ plugin }: Pick<ResolvedChoice, 'plugin'>): boolean {
  return plugin.vary !== undefined;
}

/** Whether a selector may ask for this. */
export function isVariation(given: unknown): given is Variation | undefined {
  if (given === undefined) return true;
  if (typeof given !== 'object' || given === null) return false;
  const { population = 1, deviation = 1, evaluations = 1 } = given as Readonly<Record<string, unknown>>;
  return [population, deviation, evaluations].every(factor => Number.isFinite(factor) && (factor as number) > 0);
}

/** A choice with the options of a run that differs so. @throws GlompoError `GLOMPO_OPTION` if its optimizer knows no variations */
export function varied(
  resolved: ResolvedChoice,
  variation: Variation | undefined,
  space: Pick<Space, 'dimensions'>,
): ResolvedChoice {
  if (variation === undefined) return resolved;
  const { plugin, descriptor } = resolved;
  if (plugin.vary === undefined) throw notVariable('selector', plugin.name);
  return { ...resolved, descriptor: { ...descriptor, options: plugin.vary(descriptor.options, variation, space) } };
}

/** A start for a run that differs so. */
export function variedStart(start: Start, { deviation = 1 }: Variation = {}): Start {
  const { spread } = start;
  return spread && deviation !== 1 ? { ...start, spread: spread.map(s => s * deviation) } : start;
}

export function notVariable(selector: string, optimizer: string): GlompoError {
  const message = `it varies populations from run to run, and optimizer "${optimizer}" has none that can be varied: expected one such as cmaes()`;
  return new GlompoError('GLOMPO_OPTION', `${selector}: ${message}`);
}
