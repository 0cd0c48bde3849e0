import type { Random, RandomState } from '../contracts/random.js';
import { GlompoError } from '../errors/glompo-error.js';
import { mix32 } from './hash.js';

/**
 * xoshiro128** (Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021): 128 bits of state,
 * period 2^128 − 1, 32 bits per step, all in 32-bit integer arithmetic. Streams are told apart by hashing their labels into
 * the state.
 */
export class Xoshiro128 implements Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 0;
  /** The second of a pair of normal numbers, NaN when there is none. */
  #spare = Number.NaN;

  /** @param labels 32-bit integers that name the stream: study seed, purpose, run id … */
  constructor(...labels: readonly number[]) {
    let h = mix32(labels.length);
    for (const label of labels) h = mix32(h ^ mix32(label >>> 0));
    this.#a = mix32(h + 0x9e3779b9);
    this.#b = mix32(this.#a ^ (h + 0x3c6ef372));
    this.#c = mix32(this.#b ^ (h + 0xdaa66d2b));
    this.#d = mix32(this.#c ^ (h + 0x78dde6e4));
    // A state of only zeros would stay there.
    if ((this.#a | this.#b | this.#c | this.#d) === 0) this.#a = 1;
  }

  uint32(): number {
    const b = this.#b;
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = b << 9;
    const c = this.#c ^ this.#a;
    const d = this.#d ^ b;
    this.#b = b ^ c;
    this.#a ^= d;
    this.#c = c ^ t;
    this.#d = (d << 11) | (d >>> 21);
    return result;
  }

  uniform(): number {
    const high = this.uint32();
    return fraction(high, this.uint32());
  }

  /** Polar method (Marsaglia & Bray, "A convenient method for generating normal variables", SIAM Review 6(3), 1964). */
  normal(): number {
    const spare = this.#spare;
    if (spare === spare) {
      this.#spare = Number.NaN;
      return spare;
    }
    // Four steps of uint32() at a time on variables of its own: this is called for every coordinate of every point.
    let a = this.#a;
    let b = this.#b;
    let c = this.#c;
    let d = this.#d;
    for (;;) {
      let u = 0;
      let v = 0;
      let high = 0;
      for (let k = 0; k < 4; k++) {
        const product = Math.imul(b, 5);
        const word = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
        const t = b << 9;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= t;
        d = (d << 11) | (d >>> 21);
        if ((k & 1) === 0) {
          high = word;
        } else {
          u = v;
          v = 2 * fraction(high, word) - 1;
        }
      }
      const s = u * u + v * v;
      if (s < 1 && s > 0) {
        this.#a = a;
        this.#b = b;
        this.#c = c;
        this.#d = d;
        const factor = Math.sqrt((-2 * Math.log(s)) / s);
        this.#spare = v * factor;
        return u * factor;
      }
    }
  }

  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 4294967296)
      throw new RangeError(`Random.integer: expected 1 ≤ n ≤ 2^32, got ${n}`);
    // Values past the last multiple of n would favour small results.
    const limit = 4294967296 - (4294967296 % n);
    for (;;) {
      const value = this.uint32();
      if (value < limit) return value % n;
    }
  }

  snapshot(): RandomState {
    const words = [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#d >>> 0];
    return Number.isNaN(this.#spare) ? { words } : { words, spare: this.#spare };
  }

  restore(state: RandomState): void {
    const { words, spare } = state;
    if (!Array.isArray(words) || words.length !== 4 || !words.every(w => typeof w === 'number' && w >>> 0 === w)) {
      throw new GlompoError(
        'GLOMPO_STATE',
        'random state: expected four 32-bit words; the snapshot is damaged or of another kind',
      );
    }
    [this.#a, this.#b, this.#c, this.#d] = words as unknown as [number, number, number, number];
    this.#spare = typeof spare === 'number' ? spare : Number.NaN;
  }
}

/** 27 + 26 high bits of two words: a multiple of 2^-53 in [0, 1). */
function fraction(high: number, low: number): number {
  return ((high >>> 5) * 67108864 + (low >>> 6)) / 9007199254740992;
}
