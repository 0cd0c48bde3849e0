import { inspect } from 'node:util';
import { type ExitCode, exitCodes } from './exit-codes.js';

/** Codes of errors that say nothing about what the user wrote. */
const notTheUsers = new Set([
  'GLOMPO_BUG',
  'GLOMPO_OPTIMIZER',
  'GLOMPO_WORKER_LOST',
  'GLOMPO_WORKER_START',
  'GLOMPO_CLOSED',
  'GLOMPO_STATE',
  'GLOMPO_STRAY',
  'GLOMPO_INTERRUPTED',
]);

/** Whether an error of glompo's tells of wrong usage or bad input. */
function isMistake(error: unknown): boolean {
  return isGlompoError(error) && !notTheUsers.has(error.code);
}

/** @param started whether the study had begun: then a mistake has become a failure */
export function exitCodeOf(error: unknown, started = false): ExitCode {
  if (isGlompoError(error) && error.code === 'GLOMPO_INTERRUPTED') return exitCodes.interrupted;
  return isMistake(error) && !started ? exitCodes.usage : exitCodes.failed;
}

/**
 * An error as the user sees it: one message for what is understood, with the whole stack and its causes where glompo is at fault, the
 * error is unknown, or `verbose` was asked for.
 */
export function describeError(error: unknown, verbose: boolean): string {
  if (isGlompoError(error) && error.code !== 'GLOMPO_BUG' && !verbose) return `glompo: ${error.message}\n`;
  const unknown = isGlompoError(error) ? '' : 'glompo: this was not expected; please report it with what follows\n';
  return `${unknown}${inspect(error, { depth: 5 })}\n`;
}

function isGlompoError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('GLOMPO_');
}
