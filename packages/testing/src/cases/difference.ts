import { show } from '@glompo/core';

/**
 * Where two values of plain data first differ, as `path: a instead of b`; undefined if they are the same bit for bit (NaN is
 * NaN, −0 is not 0). A key whose value is undefined is the same as no key.
 */
export function difference(actual: unknown, expected: unknown, path = 'value'): string | undefined {
  if (Object.is(actual, expected)) return undefined;
  const unlike = `${path}: ${showExactly(actual)} instead of ${showExactly(expected)}`;
  if (!isObject(actual) || !isObject(expected)) return unlike;
  if (ArrayBuffer.isView(actual) || ArrayBuffer.isView(expected)) {
    return actual.constructor === expected.constructor
      ? listDifference(actual as unknown as ArrayLike<unknown>, expected as unknown as ArrayLike<unknown>, path)
      : unlike;
  }
  if (Array.isArray(actual) || Array.isArray(expected)) {
    return Array.isArray(actual) && Array.isArray(expected) ? listDifference(actual, expected, path) : unlike;
  }
  for (const key of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
    const found = difference(actual[key], expected[key], `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Numbers with the sign of zero, lists of numbers with all digits. */
function showExactly(value: unknown): string {
  return Object.is(value, -0) ? '-0' : show(value);
}

function listDifference(actual: ArrayLike<unknown>, expected: ArrayLike<unknown>, path: string): string | undefined {
  if (actual.length !== expected.length) return `${path}: ${actual.length} entries instead of ${expected.length}`;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    const found = difference(actual[i], expected[i], `${path}[${i}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
