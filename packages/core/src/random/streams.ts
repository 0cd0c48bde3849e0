import type { Random } from '../contracts/random.js';
import { Xoshiro128 } from './xoshiro.js';

/** A generator for `seed` and, if given, further 32-bit labels that tell streams of one seed apart. */
export function createRandom(seed: number, ...labels: readonly number[]): Random {
  return new Xoshiro128(seed, ...labels);
}

// Each purpose has a stream of its own, so that using more of one never shifts another.
const purpose = { run: 1, selector: 2, startPoints: 3, hunters: 4, checkers: 5, sample: 6 } as const;

/** The stream of one run: depends on the study's seed and the run's id only. */
export function runRandom(studySeed: number, run: number): Random {
  return new Xoshiro128(studySeed, purpose.run, run);
}

/** The stream of one kind of decision of a study. */
export function decisionRandom(studySeed: number, kind: Exclude<keyof typeof purpose, 'run'>): Random {
  return new Xoshiro128(studySeed, purpose[kind]);
}
