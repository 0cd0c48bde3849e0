import { plainText } from '../plain-text.js';
import { Bytes } from './bytes.js';
import { type Datatype, float64, int64, text } from './datatype.js';
import { attribute, type Message } from './object-header.js';

/** Bytes of a text at most: an attribute is no place for long ones. */
const longestText = 30_000;
/** Numbers of a list at most, for the same reason. */
const longestList = 8000;

export type AttributeValue =
  | string
  | number
  | Float64Array
  | { readonly type: Datatype; readonly value: number }
  /** Rows of equal length. */
  | readonly (readonly number[])[]
  | undefined;

/** Attributes by their names, which are ASCII; those without a value are left out, and so are lists that are too long for one. */
export function attributesOf(values: Readonly<Record<string, AttributeValue>>): readonly Message[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const message = attributeOf(name, value);
    return message === undefined ? [] : [message];
  });
}

function attributeOf(name: string, value: AttributeValue): Message | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') {
    const bytes = utf8(value);
    return attribute(name, text(bytes.byteLength), [], bytes);
  }
  if (typeof value === 'number') return attribute(name, float64, [], new Bytes().f64(value).all);
  if (value instanceof Float64Array)
    return value.length > longestList
      ? undefined
      : attribute(name, float64, [value.length], new Bytes().f64(...value).all);
  if ('type' in value) return attribute(name, value.type, [], integer(value));
  const [{ length } = []] = value;
  if (value.length * length > longestList) return undefined;
  return attribute(name, float64, [value.length, length], new Bytes().f64(...value.flat()).all);
}

/** A whole number, as attributes have them. */
export function whole(value: number): AttributeValue {
  return { type: int64, value };
}

function integer({ type, value }: { readonly type: Datatype; readonly value: number }): Uint8Array {
  return type.size === 8 ? new Bytes().u64(value).all : new Bytes().u32(value).all;
}

/** At least one byte: a field of none is no field. */
function utf8(value: string): Uint8Array {
  const bytes = Buffer.from(plainText(value.length > longestText ? value.slice(0, longestText) : value));
  if (bytes.byteLength <= longestText) return bytes.byteLength === 0 ? new Uint8Array(1) : bytes;
  return Buffer.from(
    bytes
      .subarray(0, longestText - 4)
      .toString('utf8')
      .replace(/\ufffd$/, ''),
  );
}
