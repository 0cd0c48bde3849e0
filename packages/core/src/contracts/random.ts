import type { PlainObject } from './plain.js';

/** A seeded stream of random numbers. Everything in a study that needs chance is given one. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform integer in [0, n), 1 ≤ n ≤ 2^32. */
  integer(n: number): number;
  /** Uniform 32-bit unsigned integer. */
  uint32(): number;
  /** Everything needed to continue the stream bit for bit. */
  snapshot(): RandomState;
  restore(state: RandomState): void;
}

export type RandomState = PlainObject;
