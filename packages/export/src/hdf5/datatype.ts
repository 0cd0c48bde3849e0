import { Bytes } from './bytes.js';

/** A type of data, and the message that tells it (HDF5 File Format Specification 3.0, IV.A.2.d). */
export interface Datatype {
  /** Bytes of one element. */
  readonly size: number;
  readonly message: Uint8Array;
}

export interface Member {
  readonly name: string;
  readonly type: Datatype;
}

// Classes of types, each with the version of its message.
const fixedPoint = 0x10;
const floatingPoint = 0x11;
const string = 0x13;
const variableLength = 0x19;
const compound = 0x36;
const array = 0x3a;

function datatype(kind: number, bits: number, size: number, properties: (bytes: Bytes) => void): Datatype {
  const bytes = new Bytes().u32(kind + bits * 256).u32(size);
  properties(bytes);
  return { size, message: bytes.all };
}

function integer(size: number, { signed }: { readonly signed: boolean }): Datatype {
  return datatype(fixedPoint, signed ? 0x08 : 0, size, bytes => bytes.u16(0, 8 * size));
}

export const uint32 = integer(4, { signed: false });
export const int64 = integer(8, { signed: true });

/** IEEE 754: sign at bit 63, 11 bits of exponent at 52, 52 bits of mantissa at 0. */
export const float64 = datatype(floatingPoint, 0x3f_20, 8, bytes => bytes.u16(0, 64).u8(52, 11, 0, 52).u32(1023));

/** UTF-8 in a field of `size` bytes, which zeros fill up. Never ASCII: PyTables unpickles ASCII texts. */
export function text(size: number): Datatype {
  return datatype(string, 0x10, size, () => {});
}

export function arrayOf(element: Datatype, length: number): Datatype {
  return datatype(array, 0, element.size * length, bytes => bytes.u8(1).u32(length).bytes(element.message));
}

/** Sequences of any length, which lie in global heaps. */
export function sequenceOf(element: Datatype): Datatype {
  return datatype(variableLength, 0, 16, bytes => bytes.bytes(element.message));
}

/** Members one after the other, without gaps. */
export function compoundOf(members: readonly Member[]): Datatype {
  const size = members.reduce((sum, { type }) => sum + type.size, 0);
  const offsetSize = size < 2 ** 8 ? 1 : size < 2 ** 16 ? 2 : size < 2 ** 24 ? 3 : 4;
  return datatype(compound, members.length, size, bytes => {
    let offset = 0;
    for (const { name, type } of members) {
      bytes.bytes(Buffer.from(name)).u8(0);
      for (let byte = 0; byte < offsetSize; byte++) bytes.u8(Math.floor(offset / 256 ** byte) % 256);
      bytes.bytes(type.message);
      offset += type.size;
    }
  });
}
