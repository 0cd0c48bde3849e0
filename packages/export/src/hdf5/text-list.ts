import type { OutputFile } from '../output-file.js';
import { attributesOf } from './attributes.js';
import { writeTree } from './b-tree.js';
import { Bytes } from './bytes.js';
import { sequenceOf, uint32 } from './datatype.js';
import { chunked, dataspace, datatypeMessage, fillValue, objectHeader } from './object-header.js';
import { byRow } from './table.js';

const type = sequenceOf(uint32);
/** Bytes of a global heap, beyond which the next one begins; it could not hold more than 65,535 things anyway. */
const largeHeap = 2 ** 20;
const smallestHeap = 4096;

/** Writes texts of any length as PyTables does (a `VLArray` of `VLUnicodeAtom`): each is a sequence of code points. @returns the address of its object header */
export function writeTexts(file: OutputFile, texts: readonly string[], title: string): number {
  const elements = writeHeaps(file, texts);
  let index: number | undefined;
  if (texts.length > 0) {
    const address = file.position;
    file.write(elements);
    const branches = [{ key: { row: 0, size: elements.byteLength }, address }];
    index = writeTree(file, byRow, { branches, last: { row: texts.length, size: 0 } });
  }
  const address = file.position;
  const header = objectHeader([
    dataspace([texts.length], { growing: true }),
    datatypeMessage(type),
    fillValue(),
    chunked(index, Math.max(1, texts.length), type),
    ...attributesOf({ CLASS: 'VLARRAY', VERSION: '1.4', TITLE: title, PSEUDOATOM: 'vlunicode' }),
  ]);
  file.write(header);
  return address;
}

/** Puts texts into global heaps (HDF5 File Format Specification 3.0, III.E). @returns what points there */
function writeHeaps(file: OutputFile, texts: readonly string[]): Uint8Array {
  const elements = new Bytes();
  let objects = new Bytes();
  let count = 0;
  const endHeap = () => {
    if (count === 0) return;
    const used = 16 + objects.length;
    const size = Math.max(smallestHeap, used + 16);
    const heap = new Bytes().ascii('GCOL').u8(1, 0, 0, 0).u64(size).bytes(objects.all);
    // Object 0 is the free space, its own head included.
    heap
      .u16(0, 0)
      .u32(0)
      .u64(size - used)
      .zeros(size - used - 16);
    file.write(heap.all);
    objects = new Bytes();
    count = 0;
  };
  for (const text of texts) {
    if (count > 0 && objects.length > largeHeap) endHeap();
    const codePoints = Uint32Array.from(text, character => character.codePointAt(0) as number);
    if (codePoints.length === 0) {
      elements.zeros(16);
      continue;
    }
    // The heap begins where the file ends now.
    elements.u32(codePoints.length).u64(file.position).u32(++count);
    objects
      .u16(count, 0)
      .u32(0)
      .u64(4 * codePoints.length)
      .u32(...codePoints)
      .align();
  }
  endHeap();
  return elements.all;
}
