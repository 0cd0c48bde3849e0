import { type ErrorCode, GlompoError, show } from '@glompo/core';
import { difference } from './difference.js';
import { plainProblem } from './plain-problem.js';

/** A contract was broken; the message says which part of it, and with which figures. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError';
}

export function ensure(holds: boolean, broken: string | (() => string)): asserts holds {
  if (!holds) throw new ConformanceError(typeof broken === 'string' ? broken : broken());
}

/** Bit for bit the same, at any depth. */
export function ensureSame(actual: unknown, expected: unknown, what: string): void {
  const found = difference(actual, expected, what);
  if (found !== undefined) throw new ConformanceError(found);
}

export function ensurePlain(value: unknown, what: string): void {
  const problem = plainProblem(value, what);
  if (problem !== undefined) throw new ConformanceError(problem);
  structuredClone(value);
}

/** A reason says who decided and why, in plain data. */
export function ensureReason(reason: unknown, what: string): void {
  ensurePlain(reason, what);
  const { by, message, because = [] } = (reason ?? {}) as { by?: unknown; message?: unknown; because?: unknown };
  ensure(typeof by === 'string' && by !== '', () => `${what}: by: expected who decided, got ${show(by)}`);
  ensure(
    typeof message === 'string' && message.trim() !== '',
    () => `${what}: message: expected a sentence, got ${show(message)}`,
  );
  ensure(Array.isArray(because), () => `${what}: because: expected a list of reasons, got ${show(because)}`);
  for (const [i, each] of because.entries()) ensureReason(each, `${what}: because[${i}]`);
}

/** The action fails with a `GlompoError` of that code, whose message contains all of `words`. */
export async function ensureRefused(
  action: () => unknown,
  { code, words = [], what }: { readonly code: ErrorCode; readonly words?: readonly string[]; readonly what: string },
): Promise<void> {
  let returned: unknown;
  try {
    returned = await action();
  } catch (error) {
    ensureError(error, { code, words, what });
    return;
  }
  throw new ConformanceError(`${what} was not refused, but gave ${show(returned)}`);
}

function ensureError(
  error: unknown,
  { code, words, what }: { readonly code: ErrorCode; readonly words: readonly string[]; readonly what: string },
): void {
  ensure(GlompoError.is(error, code), () => `${what}: expected a GlompoError ${code}, got ${showError(error)}`);
  const message = String(error.message);
  for (const word of words) {
    ensure(message.includes(word), () => `${what}: the message should name "${word}", but is: ${message}`);
  }
}

function showError(error: unknown): string {
  if (!(error instanceof Error)) return show(error);
  const { code } = error as { code?: unknown };
  return `${error.name}${code === undefined ? '' : ` ${code}`}: ${error.message}`;
}
