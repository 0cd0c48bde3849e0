import { crc32 } from 'node:zlib';
import type { Cell } from './sqlite.js';

/** CRC-32 of a row: of the JSON text of the list of its cells that are no BLOB, then of its BLOBs, in the order of the columns. */
export function checksumOf(cells: readonly Cell[]): number {
  const blobs: Uint8Array[] = [];
  const plain: Cell[] = [];
  for (const cell of cells) {
    if (cell instanceof Uint8Array) blobs.push(cell);
    else plain.push(cell);
  }
  return blobs.reduce((sum, blob) => crc32(blob, sum), crc32(JSON.stringify(plain)));
}
