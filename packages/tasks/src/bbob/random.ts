// The random numbers of BBOB 2009, as COCO draws them: copyright the NumBBO/CoCO team, BSD-3-Clause, see NOTICE.

const modulus = 2147483647;

/** One step of Park and Miller's generator, s ← 16807 s mod 2^31 − 1, by Schrage's method. */
function next(s: number): number {
  const quotient = Math.floor(s / 127773);
  const following = 16807 * (s - quotient * 127773) - 2836 * quotient;
  return following < 0 ? following + modulus : following;
}

/** `count` numbers in (0, 1): Park and Miller's, in the order of a Bays–Durham shuffle with 32 entries. */
export function uniform(count: number, seed: number): Float64Array {
  let s = Math.max(1, Math.abs(seed));
  const table = new Float64Array(32);
  for (let i = 39; i >= 0; i--) {
    s = next(s);
    if (i < 32) table[i] = s;
  }
  let drawn = table[0]!;
  return new Float64Array(count).map(() => {
    s = next(s);
    const entry = Math.floor(drawn / 67108865);
    drawn = table[entry]!;
    table[entry] = s;
    return drawn === 0 ? 1e-99 : drawn / modulus;
  });
}

/** `count` normally distributed numbers, by Box and Muller's method from twice as many uniform ones. */
export function gauss(count: number, seed: number): Float64Array {
  const u = uniform(2 * count, seed);
  return new Float64Array(count).map((_, i) => {
    const g = Math.sqrt(-2 * Math.log(u[i]!)) * Math.cos(2 * Math.PI * u[count + i]!);
    return g === 0 ? 1e-99 : g;
  });
}

/** 0 … count − 1, in the order in which as many uniform numbers ascend. */
export function permutation(count: number, seed: number): readonly number[] {
  const u = uniform(count, seed);
  return Array.from(u.keys()).sort((i, j) => u[i]! - u[j]!);
}
