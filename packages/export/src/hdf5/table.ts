import { deflateSync } from 'node:zlib';
import type { OutputFile } from '../output-file.js';
import { attributesOf } from './attributes.js';
import { type Branch, type TreeKind, writeTree } from './b-tree.js';
import { compoundOf, type Datatype, int64, type Member } from './datatype.js';
import {
  chunked,
  dataspace,
  datatypeMessage,
  fillValue,
  type Message,
  objectHeader,
  shuffledAndDeflated,
} from './object-header.js';

/** Bytes of a chunk before it is deflated, if a row is not larger. */
const chunkSize = 2 ** 15;
const deflateLevel = 1;

interface ChunkKey {
  readonly row: number;
  /** In the file. */
  readonly size: number;
}

/** 64 children, as the library takes for granted. */
export const byRow: TreeKind<ChunkKey> = {
  type: 1,
  capacity: 64,
  keySize: 24,
  writeKey: (bytes, { row, size }) => bytes.u32(size, 0).u64(row, 0),
};

/** A table of rows, as PyTables knows it, that is written row by row. */
export class Table {
  readonly #file: OutputFile;
  readonly #type: Datatype;
  readonly #members: readonly Member[];
  readonly #chunks: Branch<ChunkKey>[] = [];
  #rowsPerChunk: number;
  #chunk: Uint8Array;
  #rows = 0;
  /** Of the chunk. */
  #filled = 0;

  constructor(file: OutputFile, members: readonly Member[]) {
    this.#file = file;
    this.#members = members;
    this.#type = compoundOf(members);
    this.#rowsPerChunk = Math.max(1, Math.floor(chunkSize / this.#type.size));
    this.#chunk = new Uint8Array(this.#type.size * Math.min(16, this.#rowsPerChunk));
  }

  /** Where to write the next row, all zeros, before anything else is called. */
  row(): DataView {
    const { size } = this.#type;
    if (this.#filled === this.#rowsPerChunk) this.#endChunk();
    if (this.#filled * size === this.#chunk.byteLength) {
      const larger = new Uint8Array(Math.min(2 * this.#filled, this.#rowsPerChunk) * size);
      larger.set(this.#chunk);
      this.#chunk = larger;
    }
    this.#rows++;
    return new DataView(this.#chunk.buffer, this.#filled++ * size, size);
  }

  /** @returns the address of its object header */
  finish(title: string): number {
    // What is small is no chunk for what could have come.
    if (this.#chunks.length === 0) this.#rowsPerChunk = Math.max(1, this.#filled);
    if (this.#filled > 0) this.#endChunk();
    const last = { row: this.#chunks.length * this.#rowsPerChunk, size: 0 };
    const index =
      this.#chunks.length === 0 ? undefined : writeTree(this.#file, byRow, { branches: this.#chunks, last });
    const address = this.#file.position;
    const messages: Message[] = [
      dataspace([this.#rows], { growing: true }),
      datatypeMessage(this.#type),
      fillValue(),
      chunked(index, this.#rowsPerChunk, this.#type),
      shuffledAndDeflated(this.#type, deflateLevel),
      ...attributesOf({ CLASS: 'TABLE', VERSION: '2.7', TITLE: title, NROWS: { type: int64, value: this.#rows } }),
      ...this.#members.flatMap(({ name }, at) => attributesOf({ [`FIELD_${at}_NAME`]: name })),
    ];
    this.#file.write(objectHeader(messages));
    return address;
  }

  #endChunk(): void {
    const whole = this.#rowsPerChunk * this.#type.size;
    const bytes = this.#chunk.byteLength < whole ? new Uint8Array(whole) : this.#chunk.subarray(0, whole);
    if (bytes.buffer !== this.#chunk.buffer) bytes.set(this.#chunk.subarray(0, this.#filled * this.#type.size));
    const deflated = deflateSync(shuffled(bytes, this.#type.size), { level: deflateLevel });
    const row = this.#chunks.length * this.#rowsPerChunk;
    this.#chunks.push({ key: { row, size: deflated.byteLength }, address: this.#file.position });
    this.#file.write(deflated);
    this.#chunk.fill(0);
    this.#filled = 0;
  }
}

/** First bytes of all elements, second bytes of all elements, and so on. */
function shuffled(bytes: Uint8Array, size: number): Uint8Array {
  const sorted = new Uint8Array(bytes.byteLength);
  const count = bytes.byteLength / size;
  for (let place = 0, to = 0; place < size; place++)
    for (let element = 0, from = place; element < count; element++, from += size) sorted[to++] = bytes[from] as number;
  return sorted;
}
