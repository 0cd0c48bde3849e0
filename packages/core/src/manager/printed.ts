import type { Output } from '../contracts/backend.js';

/** Of what one run prints, so much is kept from its beginning, and so much from its end. */
const headLength = 16_384;
const tailLength = 49_152;
/** So much in all: what those runs printed that printed first is forgotten for those that print now. */
const mostInAll = 8 * 1024 * 1024;

interface Kept {
  head: string;
  tail: string;
  /** Characters that were printed between the two and are forgotten. */
  cut: number;
}

/** What runs have printed, of bounded size. */
export class Printed {
  /** By run; in the order of first printing. */
  readonly #kept = new Map<number | undefined, Kept>();
  #length = 0;

  take({ run, text }: Output): void {
    let kept = this.#kept.get(run);
    if (kept === undefined) {
      kept = { head: '', tail: '', cut: 0 };
      this.#kept.set(run, kept);
    }
    const before = kept.head.length + kept.tail.length;
    const room = headLength - kept.head.length;
    if (room > 0) kept.head += text.slice(0, room);
    kept.tail += text.slice(room);
    // Cut now and then, not at every word.
    if (kept.tail.length > 2 * tailLength) {
      kept.cut += kept.tail.length - tailLength;
      kept.tail = kept.tail.slice(-tailLength);
    }
    this.#length += kept.head.length + kept.tail.length - before;
    for (const [other, { head, tail }] of this.#kept) {
      if (this.#length <= mostInAll) return;
      if (other === run) continue;
      this.#length -= head.length + tail.length;
      this.#kept.delete(other);
    }
  }

  of(run: number | undefined): string {
    const { head = '', tail = '', cut = 0 } = this.#kept.get(run) ?? {};
    const more = Math.max(0, tail.length - tailLength);
    if (cut + more === 0) return head + tail;
    return `${head}\n[… ${cut + more} characters that were printed here are not kept …]\n${tail.slice(more)}`;
  }
}
