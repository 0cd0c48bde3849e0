import { inspect } from 'node:util';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { firstLine, printableLines } from './figures.js';

/** Codes of errors that say nothing about what the user wrote. */
const notTheUsers = new Set([
  'GLOMPO_BUG',
  'GLOMPO_OPTIMIZER',
  'GLOMPO_DECISION',
  'GLOMPO_TRIALS_FAILED',
  'GLOMPO_WORKER_LOST',
  'GLOMPO_WORKER_GONE',
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
 * An error as the user sees it: one message for what is understood, and a line for each of its causes that says something new; with the whole
 * stack and those of its causes where glompo is at fault, the error is unknown, or `verbose` was asked for. Whatever it quotes is printable.
 */
export function describeError(error: unknown, verbose: boolean): string {
  return printableLines(inWords(error, verbose));
}

function inWords(error: unknown, verbose: boolean): string {
  if (isGlompoError(error) && error.code !== 'GLOMPO_BUG' && !verbose) {
    const lines = [
      `glompo: ${error.message}`,
      ...(error.code === 'GLOMPO_OPTION' ? [] : reasonsOf(error)).map(reason => `  because ${reason}`),
    ];
    // Who wrote the part that broke down wants to see where; who mistyped a flag does not.
    if (!isMistake(error) && error.cause instanceof Error && !error.message.includes('--verbose'))
      lines.push('  --verbose shows where it comes from');
    return lines.map(line => `${line}\n`).join('');
  }
  const unknown = isGlompoError(error) ? '' : 'glompo: this was not expected; please report it with what follows\n';
  return `${unknown}${inspect(error, { depth: 5 })}\n`;
}

/** Causes may lie one beneath the other without end, or in a circle. */
const deepest = 8;

/** The messages of the causes, a line each, without what was said before. */
function reasonsOf(error: Error): readonly string[] {
  const told = [error.message];
  let { cause } = error;
  for (let depth = 0; depth < deepest && cause !== undefined && cause !== null; depth++) {
    const line = firstLine(cause instanceof Error ? cause.message : String(cause));
    if (line !== '' && !told.some(text => text.includes(line))) told.push(line);
    cause = (cause as { readonly cause?: unknown }).cause;
  }
  return told.slice(1);
}

function isGlompoError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('GLOMPO_');
}
