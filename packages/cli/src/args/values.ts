import { type FailedTrials, GlompoError, type LiveRunLimits, type Plain, parseValue, retold, show } from '@glompo/core';

/** `--slots: expected a positive integer, got "two"`. */
export function wrongValue(flag: string, expected: string, got: string): GlompoError {
  return new GlompoError('GLOMPO_OPTION', `--${flag}: expected ${expected}, got ${show(got)}`);
}

/** Runs what reads a flag's value; its mistakes then name the flag. */
export async function underFlag<T>(flag: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof GlompoError)) throw error;
    throw retold(error, mistake => {
      const { code, message, cause } = mistake;
      return message.startsWith(`--${flag}: `) ? mistake : new GlompoError(code, `--${flag}: ${message}`, { cause });
    });
  }
}

export function positiveInteger(flag: string, text: string): number {
  const value = numberIn(text);
  if (!isPositiveInteger(value)) throw wrongValue(flag, 'a positive integer', text);
  return value;
}

export function wholeNumber(flag: string, text: string): number {
  const value = numberIn(text);
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw wrongValue(flag, 'an integer of at least 0', text);
  return value as number;
}

/** `8`, or `4..16`: from 4 up to 16. */
export function liveRuns(flag: string, text: string): number | LiveRunLimits {
  const numbers = text.split('..').map(numberIn);
  const [from, upTo] = numbers.length === 1 ? [numbers[0], numbers[0]] : numbers;
  if (numbers.length > 2 || !isPositiveInteger(from) || !isPositiveInteger(upTo))
    throw wrongValue(flag, 'a positive integer, or two of them such as 4..16', text);
  if (from > upTo)
    throw new GlompoError('GLOMPO_OPTION', `--${flag}: ${from}..${upTo} is reversed: expected the smaller one first`);
  return from === upTo ? from : { from, upTo };
}

function isPositiveInteger(value: number | undefined): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

/** One of these words. */
export function oneOf<Word extends string>(flag: string, text: string, words: readonly Word[]): Word {
  const word = words.find(each => each === text);
  if (word === undefined) throw wrongValue(flag, `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`, text);
  return word;
}

export function positiveNumber(flag: string, text: string): number {
  const value = numberIn(text);
  if (value === undefined || !(value > 0)) throw wrongValue(flag, 'a number above 0', text);
  return value;
}

export function numberFrom0(flag: string, text: string): number {
  const value = numberIn(text);
  if (value === undefined || !(value >= 0)) throw wrongValue(flag, 'a number of at least 0', text);
  return value;
}

export function finiteNumber(flag: string, text: string): number {
  const value = numberIn(text);
  if (value === undefined || !Number.isFinite(value)) throw wrongValue(flag, 'a number', text);
  return value;
}

export function seed(flag: string, text: string): number {
  const value = numberIn(text);
  if (value === undefined || !Number.isInteger(value) || value < 0 || value >= 2 ** 32)
    throw wrongValue(flag, 'an integer from 0 to 4294967295', text);
  return value;
}

/** `worst`, `end-run`, `end-study`, or the last two behind a number: `5:end-run`. */
export function failedTrials(flag: string, text: string): FailedTrials {
  if (text === 'worst') return text;
  const [, number, action] = /^(?:([^:]*):)?(end-run|end-study)$/.exec(text) ?? [];
  const inARow = number === undefined ? undefined : numberIn(number);
  if ((action !== 'end-run' && action !== 'end-study') || (number !== undefined && !isPositiveInteger(inARow)))
    throw wrongValue(flag, 'worst, end-run, end-study, or the last two with so many in a row such as 5:end-run', text);
  return inARow === undefined ? action : { inARow, action };
}

/** A number as the grammar of parts writes it (`20_000`, `1e5`), or undefined. */
export function numberIn(text: string): number | undefined {
  try {
    const value = parseValue(text);
    return typeof value === 'number' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A list in brackets, a quoted text, a number, true or false; anything else is a text as it stands. */
export function taskOptionValue(text: string): Plain {
  if (/^\s*["'[]/.test(text)) return parseValue(text) as Plain;
  if (text === 'true' || text === 'false') return text === 'true';
  return numberIn(text) ?? text;
}
