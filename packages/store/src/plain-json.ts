import { GlompoError, type Plain } from '@glompo/core';
import { bytesOf, numbersOf } from './little-endian.js';

/**
 * Plain data as JSON that any language can read. What JSON lacks is an object with a single key that begins with `$`:
 * `{"$":"NaN"}` (`Infinity`, `-Infinity`, `-0`, `undefined`), `{"$f64":…}` for a `Float64Array` and `{"$u8":…}` for a `Uint8Array`, both their bytes
 * (little-endian) in base64. A key of the data that begins with `$` gets one more.
 */
export function encodePlain(data: Plain | undefined): string {
  return JSON.stringify(toJson(data));
}

/** @throws GlompoError `GLOMPO_RECORD` for text that `encodePlain` did not write */
export function decodePlain(text: string): Plain | undefined {
  try {
    return fromJson(JSON.parse(text));
  } catch (cause) {
    if (GlompoError.is(cause)) throw cause;
    const what = cause instanceof RangeError ? 'nested too deeply' : `no JSON: ${(cause as Error).message}`;
    throw new GlompoError('GLOMPO_RECORD', `data that is ${what}`, { cause });
  }
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const specials: ReadonlyMap<string, number | undefined> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
  ['undefined', undefined],
]);

function toJson(data: Plain | undefined): Json {
  switch (typeof data) {
    case 'number':
      return Number.isFinite(data) && !Object.is(data, -0) ? data : { $: Object.is(data, -0) ? '-0' : String(data) };
    case 'undefined':
      return { $: 'undefined' };
    case 'object':
      break;
    default:
      return data;
  }
  if (data === null) return null;
  if (data instanceof Float64Array) return { $f64: base64(bytesOf(data)) };
  if (data instanceof Uint8Array) return { $u8: base64(data) };
  if (Array.isArray(data)) return (data as readonly Plain[]).map(toJson);
  const json: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(data)) put(json, key.startsWith('$') ? `$${key}` : key, toJson(value));
  return json;
}

function fromJson(json: unknown): Plain | undefined {
  if (typeof json !== 'object' || json === null) return json as null | boolean | number | string;
  if (Array.isArray(json)) return json.map(fromJson) as Plain[];
  const entries = Object.entries(json);
  const [first] = entries;
  if (first?.[0].startsWith('$') && !first[0].startsWith('$$')) return fromTag(first, entries.length);
  const data: Record<string, Plain | undefined> = {};
  for (const [key, value] of entries) {
    if (key.startsWith('$') && !key.startsWith('$$')) throw unknown(key);
    put(data, key.startsWith('$') ? key.slice(1) : key, fromJson(value));
  }
  return data;
}

function fromTag([tag, content]: readonly [string, unknown], keys: number): Plain | undefined {
  if (keys !== 1 || typeof content !== 'string') throw unknown(tag);
  switch (tag) {
    case '$':
      if (!specials.has(content)) throw unknown(content);
      return specials.get(content);
    case '$f64':
      return numbersOf(fromBase64(content));
    case '$u8':
      return fromBase64(content);
    default:
      throw unknown(tag);
  }
}

/** A key may be `__proto__`. */
function put<T>(object: { [key: string]: T }, key: string, value: T): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** A copy that owns its memory. */
function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function unknown(what: string): GlompoError {
  return new GlompoError('GLOMPO_RECORD', `data that means nothing: ${JSON.stringify(what)}`);
}
