import type { Plain } from './plain.js';

/** Whether two values are the same data: numbers by `Object.is`, members in any order, absent ones like undefined ones. */
export function isEqualPlain(a: Plain | undefined, b: Plain | undefined): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (ArrayBuffer.isView(a) || Array.isArray(a)) {
    const [x, y] = [a as ArrayLike<Plain>, b as unknown as ArrayLike<Plain>];
    return x.length === y.length && Array.from(x).every((item, i) => isEqualPlain(item, y[i]));
  }
  const [x, y] = [a, b] as [Record<string, Plain>, Record<string, Plain>];
  return [...new Set([...Object.keys(x), ...Object.keys(y)])].every(key => isEqualPlain(x[key], y[key]));
}
