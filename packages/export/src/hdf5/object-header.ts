import { Bytes } from './bytes.js';
import type { Datatype } from './datatype.js';

/** What an object header says of its object: a type of message, and what is in it (HDF5 File Format Specification 3.0, IV.A). */
export interface Message {
  readonly type: number;
  readonly content: Bytes;
}

/** Of a message: its size is a 16-bit number. */
const largestMessage = 65_000;

/** @param extent of each dimension; none: one element. @param growing whether the last one could be made larger */
export function dataspace(extent: readonly number[], { growing = false } = {}): Message {
  const content = new Bytes().u8(1, extent.length, growing ? 1 : 0).zeros(5);
  content.u64(...extent);
  if (growing) content.nowhere();
  return { type: 0x01, content };
}

export function datatypeMessage({ message }: Datatype): Message {
  return { type: 0x03, content: new Bytes().bytes(message) };
}

/** What is read where nothing was written: zeros. */
export function fillValue(): Message {
  return { type: 0x05, content: new Bytes().u8(2, 3, 2, 1).u32(0) };
}

/** Data in chunks of so many elements. @param index address of their B-tree; undefined: there are none */
export function chunked(index: number | undefined, rows: number, { size }: Datatype): Message {
  const content = new Bytes().u8(3, 2, 2);
  if (index === undefined) content.nowhere();
  else content.u64(index);
  return { type: 0x08, content: content.u32(rows, size) };
}

/** Chunks are deflated, after their bytes were sorted by their place in the element. */
export function shuffledAndDeflated({ size }: Datatype, level: number): Message {
  const content = new Bytes().u8(1, 2).zeros(6);
  content.u16(2, 0, 0, 1).u32(size, 0);
  content.u16(1, 0, 0, 1).u32(level, 0);
  return { type: 0x0b, content };
}

/** The members of a group. */
export function symbolTable(index: number, heap: number): Message {
  return { type: 0x11, content: new Bytes().u64(index, heap) };
}

/** @param name ASCII */
export function attribute(name: string, type: Datatype, shape: readonly number[], data: Uint8Array): Message {
  const space = dataspace(shape).content.all;
  const content = new Bytes().u8(1, 0).u16(name.length + 1, type.message.byteLength, space.byteLength);
  content.ascii(name).u8(0).align().bytes(type.message).align().bytes(space).align().bytes(data);
  if (content.length > largestMessage) throw new RangeError(`the attribute ${name} is too large`);
  return { type: 0x0c, content };
}

/** The header of an object, from which everything else about it is found. */
export function objectHeader(messages: readonly Message[]): Uint8Array {
  const body = new Bytes();
  for (const { type, content } of messages) {
    content.align();
    body.u16(type, content.length).u32(0).bytes(content.all);
  }
  return new Bytes().u8(1, 0).u16(messages.length).u32(1, body.length, 0).bytes(body.all).all;
}
