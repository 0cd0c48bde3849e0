import { type Evaluation, type Plain, show } from '@glompo/core/plugin';
import { readNumber } from './exact-numbers.js';
import { parseLenientJson } from './lenient-json.js';

/** How a value is found in what a program has written. */
export type Reading = 'last-number' | 'json' | { readonly pattern: string; readonly flags: string };

/**
 * The evaluation that a program has written.
 *
 * @param where where it was written, for messages: `stdout`, `out.json`
 * @throws Error that says what is there instead
 */
export function readEvaluation(text: string, reading: Reading, where: string): Evaluation {
  if (text.trim() === '') throw new Error(`${where} is empty: expected ${expected(reading)}`);
  if (reading === 'last-number') return { value: lastNumber(text, where) };
  if (reading === 'json') return evaluationOf(lastObject(text, where), where);
  return { value: matched(text, reading, where) };
}

function expected(reading: Reading): string {
  if (reading === 'last-number') return 'a line that is a number';
  if (reading === 'json') return 'a JSON object { "value": … }';
  return `a match of /${reading.pattern}/${reading.flags}`;
}

function lastNumber(text: string, where: string): number {
  const lines = text.split('\n');
  for (const line of lines.reverse()) {
    const value = readNumber(line);
    if (value !== undefined) return checkValue(value, line, where);
  }
  const last = lines.find(line => line.trim() !== '') as string;
  const hint = last.trimStart().startsWith('{') ? ' (for JSON: output: "json")' : '';
  throw new Error(`no line of ${where} is a number; the last one is ${show(last.trim())}${hint}`);
}

function matched(text: string, { pattern, flags }: Exclude<Reading, string>, where: string): number {
  let last: string | undefined;
  for (const [, group] of text.matchAll(new RegExp(pattern, flags.includes('g') ? flags : `${flags}g`))) last = group;
  if (last === undefined) throw new Error(`/${pattern}/${flags} matches nothing in ${where}; ${ending(text)}`);
  const value = readNumber(last);
  if (value === undefined)
    throw new Error(`/${pattern}/${flags} matches ${show(last)} in ${where}, which is no number`);
  return checkValue(value, last, where);
}

/** So often it is tried to read JSON in what may be megabytes of something else. */
const maxAttempts = 100;

/** The last JSON object: on a line of its own, or from a line that begins with `{` to one that begins with `}`. */
function lastObject(text: string, where: string): Record<string, unknown> {
  const lines = text.split('\n');
  let problem: string | undefined;
  let attempts = 0;
  for (let end = lines.length - 1; end >= 0 && attempts < maxAttempts; end--) {
    const line = lines[end] as string;
    let start = end;
    if (line.startsWith('}')) start = lines.findLastIndex((each, i) => i <= end && each.startsWith('{'));
    else if (!line.trimStart().startsWith('{')) continue;
    if (start === -1) continue;
    try {
      const found = parseLenientJson(lines.slice(start, end + 1).join('\n'));
      if (isObject(found)) return found;
    } catch (error) {
      problem ??= (error as Error).message;
    }
    attempts++;
  }
  if (problem !== undefined) throw new Error(`the JSON in ${where} cannot be read: ${problem}; ${ending(text)}`);
  const isNumber = readNumber(lines.findLast(line => line.trim() !== '') ?? '') !== undefined;
  throw new Error(
    `there is no JSON object in ${where}; ${ending(text)}${isNumber ? ' (for a number alone: output: "last-number")' : ''}`,
  );
}

/**
 * The evaluation in an object that a program has written.
 *
 * @throws Error
 */
export function evaluationOf(object: Record<string, unknown>, where: string): Evaluation {
  const { value, gradient, residuals, extras } = object;
  if (value === undefined) throw new Error(`the JSON object in ${where} has no "value", but ${listed(object)}`);
  const number = numberOf(value);
  if (number === undefined) throw new Error(`"value" in ${where} is ${show(value)}, which is no number`);
  return {
    value: checkValue(number, show(value), where),
    ...(isGiven(gradient) && { gradient: numbersOf(gradient, 'gradient', where) }),
    ...(isGiven(residuals) && { residuals: numbersOf(residuals, 'residuals', where) }),
    ...(isGiven(extras) && { extras: extras as Plain }),
  };
}

function numbersOf(list: unknown, name: string, where: string): Float64Array {
  if (!Array.isArray(list)) throw new Error(`"${name}" in ${where} is ${show(list)}, which is no list of numbers`);
  return Float64Array.from(list, (each, i) => {
    const value = numberOf(each);
    if (value === undefined)
      throw new Error(`entry ${i + 1} of "${name}" in ${where} is ${show(each)}, which is no number`);
    return value;
  });
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? readNumber(value) : undefined;
}

function checkValue(value: number, text: string, where: string): number {
  if (value > Number.NEGATIVE_INFINITY) return value;
  throw new Error(`the value in ${where} is ${text.trim()}, which cannot be minimised`);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function listed(object: Record<string, unknown>): string {
  const names = Object.keys(object);
  return names.length === 0 ? 'nothing' : names.map(name => `"${name}"`).join(', ');
}

function ending(text: string): string {
  return `it ends with ${show(text.trimEnd().slice(-60))}`;
}
