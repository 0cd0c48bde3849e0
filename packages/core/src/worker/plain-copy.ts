import type { Plain } from '../contracts/plain.js';
import { show } from '../options/options.js';

/** Deeper than data is, and so little that whoever goes through it (to send it, to write it down) comes to the end of it. */
const deepest = 100;

/** What is not plain data. */
export class Stranger {
  /** With its place: `extras.f that is a function`. */
  readonly what: string;

  constructor(what: string) {
    this.what = what;
  }
}

/**
 * A copy of plain data, of which everything is read once: whoever gave it may use it again, and what it becomes when it is read (a getter, a
 * proxy) is the same for everybody. Or what in it is no plain data.
 */
export function plainCopy(data: unknown, where: string, depth = 0): Plain | undefined | Stranger {
  if (data === undefined || data === null || ['number', 'string', 'boolean'].includes(typeof data))
    return data as Plain | undefined;
  if (typeof data !== 'object') return new Stranger(`${where} that is ${show(data)}`);
  if (data instanceof Float64Array || data instanceof Uint8Array) return data.slice();
  if (depth === deepest) {
    const [root] = where.split('.', 1);
    return new Stranger(`${root} with more than ${deepest} levels, or one that holds itself`);
  }
  if (Array.isArray(data)) return copyOfList(data, where, depth);
  const parent = Object.getPrototypeOf(data);
  if (parent !== null && Object.getPrototypeOf(parent) !== null)
    return new Stranger(`${where} that is ${Object.prototype.toString.call(data)}`);
  const entries: [string, Plain][] = [];
  for (const [key, item] of Object.entries(data)) {
    const copy = plainCopy(item, `${where}.${key}`, depth + 1);
    if (copy instanceof Stranger) return copy;
    entries.push([key, copy as Plain]);
  }
  // Not by assignment, to which one key means something else.
  return Object.fromEntries(entries);
}

function copyOfList(list: readonly unknown[], where: string, depth: number): Plain | Stranger {
  const { length } = list;
  const copies: Plain[] = [];
  for (let i = 0; i < length; i++) {
    // What has a length of millions and holds nothing would take memory, and time, as if it did.
    if (!Object.hasOwn(list, i)) return new Stranger(`${where} that is a list with holes`);
    const copy = plainCopy(list[i], `${where}.${i}`, depth + 1);
    if (copy instanceof Stranger) return copy;
    copies.push(copy as Plain);
  }
  return copies;
}
