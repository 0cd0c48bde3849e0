import type { OutputFile } from '../output-file.js';
import { type Branch, type TreeKind, writeTree } from './b-tree.js';
import { Bytes } from './bytes.js';
import { type Message, objectHeader, symbolTable } from './object-header.js';

/** Names of a node of symbols at most; the superblock says half of it, as it does for the tree. */
export const symbolsPerNode = 8;
export const nodesPerTreeNode = 32;

const byName: TreeKind<number> = {
  type: 0,
  capacity: nodesPerTreeNode,
  keySize: 8,
  writeKey: (bytes, key) => bytes.u64(key),
};

export interface GroupMember {
  /** ASCII. */
  readonly name: string;
  /** Of its object header. */
  readonly address: number;
}

/**
 * Writes a group: the names of its members in a local heap, nodes of symbols that point there, a B-tree over these, and its object header
 * (HDF5 File Format Specification 3.0, III.B, III.D).
 *
 * @param members sorted by the bytes of their names
 * @returns the address of its object header
 */
export function writeGroup(file: OutputFile, members: Iterable<GroupMember>, attributes: readonly Message[]): number {
  // At 0 there is the empty name, which is before all others.
  const names = new Bytes().zeros(8);
  const branches: Branch<number>[] = [];
  let before = 0;
  let last = 0;
  let count = 0;
  let symbols = new Bytes();
  const endNode = () => {
    if (count === 0) return;
    branches.push({ key: before, address: file.position });
    const node = new Bytes().ascii('SNOD').u8(1, 0).u16(count).bytes(symbols.all);
    file.write(node.zeros((symbolsPerNode - count) * 40).all);
    before = last;
    count = 0;
    symbols = new Bytes();
  };
  for (const { name, address } of members) {
    last = names.length;
    names.ascii(name).u8(0).align();
    symbols.u64(last, address).zeros(24);
    if (++count === symbolsPerNode) endNode();
  }
  endNode();
  const index = writeTree(file, byName, { branches, last });
  const heap = file.position;
  const head = new Bytes()
    .ascii('HEAP')
    .zeros(4)
    .u64(names.length, 1, heap + 32);
  file.write(head.all);
  file.write(names.all);
  const address = file.position;
  file.write(objectHeader([symbolTable(index, heap), ...attributes]));
  return address;
}
