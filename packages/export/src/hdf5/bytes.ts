/** Little-endian numbers and text, one after the other. */
export class Bytes {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;
  length = 0;

  /** What is in it; valid until more is added. */
  get all(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  u8(...values: readonly number[]): this {
    for (const value of values) this.#room(1).setUint8(this.#at, value);
    return this;
  }

  u16(...values: readonly number[]): this {
    for (const value of values) this.#room(2).setUint16(this.#at, value, true);
    return this;
  }

  u32(...values: readonly number[]): this {
    for (const value of values) this.#room(4).setUint32(this.#at, value, true);
    return this;
  }

  /** Sizes and addresses. */
  u64(...values: readonly number[]): this {
    for (const value of values) this.#room(8).setBigUint64(this.#at, BigInt(value), true);
    return this;
  }

  f64(...values: readonly number[]): this {
    for (const value of values) this.#room(8).setFloat64(this.#at, value, true);
    return this;
  }

  /** An address at which there is nothing. */
  nowhere(): this {
    this.#room(8).setBigUint64(this.#at, 0xffff_ffff_ffff_ffffn, true);
    return this;
  }

  bytes(bytes: Uint8Array): this {
    const at = this.#grow(bytes.byteLength);
    this.#bytes.set(bytes, at);
    return this;
  }

  ascii(text: string): this {
    return this.bytes(Buffer.from(text, 'latin1'));
  }

  /** Zeros up to a multiple of `size`. */
  align(size = 8): this {
    return this.zeros((size - (this.length % size)) % size);
  }

  zeros(count: number): this {
    const at = this.#grow(count);
    this.#bytes.fill(0, at, at + count);
    return this;
  }

  /** Where `#at` is that of the next bytes. */
  #room(size: number): DataView {
    this.#at = this.#grow(size);
    return this.#view;
  }

  #grow(by: number): number {
    const at = this.length;
    if (at + by > this.#bytes.byteLength) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.byteLength, at + by));
      larger.set(this.all);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.length = at + by;
    return at;
  }
}
