import type { Checker } from '../contracts/decision.js';
import { GlompoError } from '../errors/glompo-error.js';
import { parseChecker } from '../parts/parse-parts.js';

/** Says how much a study may still do of which nothing is known. */
const unlimited: Checker = { name: 'unlimited', options: {}, test: () => undefined };

/**
 * The condition that a record names, for how many evaluations it leaves. Nothing is imported: one that has parts of packages in it leaves any number, as far as is known.
 *
 * @param text as `formatCondition` writes it
 */
export function recordedStop(text: string): Checker {
  try {
    return parseChecker(text);
  } catch (error) {
    if (GlompoError.is(error)) return unlimited;
    throw error;
  }
}
