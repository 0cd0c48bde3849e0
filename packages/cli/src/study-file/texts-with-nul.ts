import { isPlainObject } from '@glompo/core';
import type { Path } from './path.js';

/** A point or a word in a list of an option in a field is not deeper; what is deeper becomes no path. In code, objects may be circles. */
const deepest = 3;

/** The places of all texts with a NUL character in the value of a field. */
export function* textsWithNul(
  value: unknown,
  path: Path = [],
): Generator<{ readonly path: Path; readonly text: string }> {
  if (typeof value === 'string' && value.includes('\0')) yield { path, text: value };
  if (path.length >= deepest) return;
  if (Array.isArray(value)) for (const [i, each] of value.entries()) yield* textsWithNul(each, [...path, i]);
  else if (isPlainObject(value))
    for (const [name, each] of Object.entries(value)) yield* textsWithNul(each, [...path, name]);
}
