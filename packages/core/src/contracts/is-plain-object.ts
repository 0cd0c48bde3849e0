import type { Plain, PlainObject } from './plain.js';

/** Whether it is an object with members: not null, no list, no typed array. What its members are is not looked at. */
export function isPlainObject(given: Plain | undefined): given is PlainObject;
export function isPlainObject(given: unknown): given is Readonly<Record<string, unknown>>;
export function isPlainObject(given: unknown): boolean {
  return typeof given === 'object' && given !== null && !Array.isArray(given) && !ArrayBuffer.isView(given);
}
