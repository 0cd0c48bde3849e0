import type { OutputFile } from '../output-file.js';
import { Bytes } from './bytes.js';

/** What a B-tree leads to, and the key of its end (HDF5 File Format Specification 3.0, III.A.1, version 1). */
export interface TreeKind<Key> {
  /** 0: groups, 1: chunks of data. */
  readonly type: number;
  /** Children of a node at most. */
  readonly capacity: number;
  readonly keySize: number;
  writeKey(bytes: Bytes, key: Key): void;
}

/** A child, with the key before it. */
export interface Branch<Key> {
  readonly key: Key;
  readonly address: number;
}

/**
 * Writes a B-tree over what lies in the file already, level by level.
 *
 * @param last the key after the last child
 * @returns the address of its root
 */
export function writeTree<Key>(
  file: OutputFile,
  kind: TreeKind<Key>,
  { branches, last }: { readonly branches: readonly Branch<Key>[]; readonly last: Key },
): number {
  const nodeSize = 24 + (kind.capacity + 1) * kind.keySize + kind.capacity * 8;
  let below = branches;
  for (let level = 0; ; level++) {
    const nodes: Branch<Key>[] = [];
    const start = file.position;
    for (let at = 0; at === 0 || at < below.length; at += kind.capacity) {
      const children = below.slice(at, at + kind.capacity);
      const address = start + nodes.length * nodeSize;
      const node = new Bytes().ascii('TREE').u8(kind.type, level).u16(children.length);
      if (at === 0) node.nowhere();
      else node.u64(address - nodeSize);
      if (at + kind.capacity >= below.length) node.nowhere();
      else node.u64(address + nodeSize);
      for (const child of children) {
        kind.writeKey(node, child.key);
        node.u64(child.address);
      }
      kind.writeKey(node, below[at + kind.capacity]?.key ?? last);
      file.write(node.zeros(nodeSize - node.length).all);
      nodes.push({ key: children[0]?.key ?? last, address });
    }
    if (nodes.length === 1) return start;
    below = nodes;
  }
}
