/**
 * JSON in which nothing is lost: Infinity, -Infinity and NaN are texts of these names, lists of numbers are lists, bytes are base64, and
 * what a terminal could take for a command is escaped.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, asPlain) ?? 'null';
  return controls.test(text) ? text.replaceAll(everyControl, escaped) : text;
}

const controls = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
const everyControl = new RegExp(controls, 'g');

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** As `jsonText` has it, where there are many. */
export function jsonNumber(value: number): string {
  if (value === 0) return Object.is(value, 0) ? '0' : '-0';
  return Number.isFinite(value) ? `${value}` : `"${value}"`;
}

export function jsonNumbers(values: Float64Array, from = 0, to = values.length): string {
  let text = '';
  for (let i = from; i < to; i++) text += `${i > from ? ',' : ''}${jsonNumber(values[i] as number)}`;
  return `[${text}]`;
}

function asPlain(_key: string, value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof Float64Array) return Array.from(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return value;
}
