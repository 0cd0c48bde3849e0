import { endianness } from 'node:os';
import { GlompoError } from '@glompo/core';

const isLittle = endianness() === 'LE';

/** The bytes of numbers as a record holds them: IEEE 754, 64 bits, little-endian. Where the machine is so, the same memory. */
export function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return isLittle ? bytes : Buffer.from(bytes).swap64();
}

/**
 * Shares the memory of bytes that have theirs for themselves.
 *
 * @throws GlompoError `GLOMPO_RECORD` if these are not the bytes of whole numbers
 */
export function numbersOf(bytes: Uint8Array): Float64Array {
  if (bytes.byteLength % 8 !== 0)
    throw new GlompoError('GLOMPO_RECORD', `${bytes.byteLength} bytes are no list of 64-bit numbers`);
  if (isLittle && bytes.byteLength === bytes.buffer.byteLength) return new Float64Array(bytes.buffer);
  const copy = new Uint8Array(bytes);
  if (!isLittle) Buffer.from(copy.buffer).swap64();
  return new Float64Array(copy.buffer);
}
