const firstChunk = 32;
const largestChunk = 65_536;

/** Numbers that are only ever added at the end, in chunks that grow: nothing is moved when more comes. */
export class NumberColumn {
  readonly #full: Float64Array[] = [];
  #chunk: Float64Array | undefined;
  /** Used entries of the last chunk. */
  #used = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    let chunk = this.#chunk;
    if (chunk === undefined || this.#used === chunk.length) chunk = this.#grow(1);
    chunk[this.#used++] = value;
    this.#length++;
  }

  append(values: Float64Array): void {
    const size = values.length;
    if (size === 0) return;
    const room = this.#chunk === undefined ? 0 : this.#chunk.length - this.#used;
    if (size <= room) {
      (this.#chunk as Float64Array).set(values, this.#used);
      this.#used += size;
    } else {
      if (room > 0) (this.#chunk as Float64Array).set(values.subarray(0, room), this.#used);
      this.#grow(size - room).set(room > 0 ? values.subarray(room) : values, 0);
      this.#used = size - room;
    }
    this.#length += size;
  }

  /** All of them in one array of its own. */
  pack(): Float64Array {
    const packed = new Float64Array(this.#length);
    let at = 0;
    for (const chunk of this.#full) {
      packed.set(chunk, at);
      at += chunk.length;
    }
    if (this.#chunk !== undefined) packed.set(this.#chunk.subarray(0, this.#used), at);
    return packed;
  }

  /** A new last chunk with room for at least `needed` entries; the one before is full. */
  #grow(needed: number): Float64Array {
    if (this.#chunk !== undefined) this.#full.push(this.#chunk);
    const doubled = this.#chunk === undefined ? firstChunk : Math.min(largestChunk, 2 * this.#chunk.length);
    // Several arrays of the size of the first one: the next ones are likely as long.
    const chunk = new Float64Array(Math.max(doubled, this.#chunk === undefined ? 4 * needed : needed));
    this.#chunk = chunk;
    this.#used = 0;
    return chunk;
  }
}
