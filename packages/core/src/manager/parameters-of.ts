import type { Parameter } from '../contracts/parameter.js';
import { GlompoError } from '../errors/glompo-error.js';
import { checkParameters } from '../space/parameters.js';
import type { StudyOptions } from './study-options.js';

/**
 * The parameters of a study: the task's own, within the study's bounds if it gives any.
 *
 * @throws GlompoError `GLOMPO_BOUNDS`
 */
export function parametersOf(own: readonly Parameter[], { bounds: given }: StudyOptions): readonly Parameter[] {
  if (given === undefined) return checkParameters(own, 'the task');
  const bounds = typeof given === 'function' ? given(own) : given;
  if (!Array.isArray(bounds) || (Array.isArray(own) && bounds.length !== own.length)) {
    throw new GlompoError(
      'GLOMPO_BOUNDS',
      `bounds: expected one [low, high] pair for each of the task's ${own.length} parameters, got ${bounds.length}`,
    );
  }
  checkParameters(own, 'the task', false);
  return checkParameters(
    own.map((parameter, i) => ({ ...parameter, low: bounds[i]?.[0], high: bounds[i]?.[1] })),
    'bounds',
  );
}
