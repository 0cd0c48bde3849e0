import type { StartPoints } from '../contracts/decision.js';
import { GlompoError } from '../errors/glompo-error.js';
import { definePart } from '../grammar/part.js';
import { mix32 } from '../random/hash.js';
import { directionNumbers, mostDimensions, scrambled, sobolNumber } from './sobol-sequence.js';
import { pointAt, spaceOf } from './space-of.js';

const name = 'sobol';

type Notes = { readonly next: number; readonly seed: number | null };

/**
 * Starts runs at the points of a Sobol sequence, which cover the box more evenly than chance does: the first 2^m of them lie one in each of
 * 2^m equal parts of every parameter, and nearly as evenly over pairs of them. Direction numbers of S. Joe & F. Y. Kuo (SIAM J. Sci.
 * Comput. 30, 2635 (2008)), of which those of 1,024 dimensions are here; points in the order of the Gray code (I. A. Antonov & V. M.
 * Saleev, 1979), 32 bits, scrambled as A. B. Owen did (1995) by one random number of the study. In search coordinates.
 *
 * At the first start of a study it throws `GLOMPO_OPTION` if the task has more than 1,024 parameters.
 */
export const sobol = definePart({
  name,
  description: 'Starts runs at the points of a Sobol sequence, which cover the box evenly.',
  options: {
    scramble: {
      type: 'boolean',
      default: true,
      description:
        'whether points depend on the seed; otherwise they are the same in each study, the first with every lower bound',
    },
  },
  first: 'scramble',
  create: ({ scramble }): StartPoints => begin(scramble),
});

function begin(scramble: boolean, notes?: Notes): StartPoints {
  let next = notes?.next ?? 0;
  let seed = notes?.seed ?? undefined;
  let directions: Uint32Array | undefined;
  return {
    name,
    begin: before => begin(scramble, before as Notes | undefined),
    notes: () => ({ next, seed: seed ?? null }) satisfies Notes,
    next(view, { random }) {
      const space = spaceOf(view);
      directions ??= checkedDirections(space.dimensions);
      if (scramble) seed ??= random.uint32();
      const index = next++;
      const point = pointAt(space, i => {
        const x = sobolNumber((directions as Uint32Array).subarray(32 * i, 32 * (i + 1)), index);
        // In the middle of what 32 bits can tell apart; as it is published, where it is not scrambled.
        return seed === undefined ? x / 2 ** 32 : (scrambled(x, mix32(seed + i)) + 0.5) / 2 ** 32;
      });
      return { point: space.toTask(point) };
    },
  };
}

function checkedDirections(dimensions: number): Uint32Array {
  if (dimensions <= mostDimensions) return directionNumbers(dimensions);
  const known = `its direction numbers are for up to ${mostDimensions} parameters, and the task has ${dimensions}`;
  throw new GlompoError('GLOMPO_OPTION', `${name}: ${known}: use latinHypercube() or random()`);
}
