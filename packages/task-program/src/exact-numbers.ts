/** A number as the shortest decimal text that reads back as the same number, in every language: `0.1`, `-0`, `1e-7`. */
export function exactText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The same as JSON, and never as an integer: Python and others would compute with `5` in another way than with `5.0`. */
export function exactJson(value: number): string {
  const text = exactText(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/**
 * The number that a text is, as programs of many languages write it: `1.5`, `.5`, `1e-3`, `1D-3` (Fortran), `inf`, `-Infinity`, `nan`. Undefined if
 * it is none, or has anything else in it.
 */
export function readNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/.test(trimmed)) return Number(trimmed.replace(/d/i, 'e'));
  const [, sign, name] = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed) ?? [];
  if (name === undefined) return undefined;
  if (/nan/i.test(name)) return Number.NaN;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
