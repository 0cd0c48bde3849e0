import { Bytes } from './bytes.js';
import { nodesPerTreeNode, symbolsPerNode } from './group.js';

export const superblockSize = 96;

/** The beginning of the file (HDF5 File Format Specification 3.0, II.A, version 0, which every library reads). @param root address of the header of its group */
export function superblock({ root, end }: { readonly root: number; readonly end: number }): Uint8Array {
  const bytes = new Bytes().ascii('\x89HDF\r\n\x1a\n').u8(0, 0, 0, 0, 0, 8, 8, 0);
  bytes.u16(symbolsPerNode / 2, nodesPerTreeNode / 2).u32(0);
  bytes.u64(0).nowhere().u64(end).nowhere();
  return bytes.u64(0, root).zeros(24).all;
}
