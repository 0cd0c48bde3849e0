import { type Document, isAlias, isMap, isNode, isScalar, isSeq, visit } from 'yaml';
import type { Path } from './path.js';

/** Where a value begins in its text, or its key; of one that is not there, what it would be in. */
export function nodeAt(document: Document, path: Path, what: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    let key: unknown;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === String(step));
      if (pair === undefined) return offset;
      ({ key, value: node } = pair);
    } else if (isSeq(node)) node = node.items[Number(step)];
    else return offset;
    const keyOffset = startOf(key);
    offset = (what === 'key' ? keyOffset : undefined) ?? startOf(node) ?? keyOffset ?? offset;
  }
  return offset;
}

/** Keys that a map has twice. */
export function repeatedKeys(document: Document): readonly { readonly key: string; readonly offset: number }[] {
  const repeated: { key: string; offset: number }[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        const text = isScalar(key) ? String(key.value) : String(key);
        if (seen.has(text)) repeated.push({ key: text, offset: startOf(key) ?? 0 });
        seen.add(text);
      }
    },
  });
  return repeated;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node.range?.[0] ?? undefined) : undefined;
}
