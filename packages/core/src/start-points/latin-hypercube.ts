import type { StartPoints } from '../contracts/decision.js';
import { definePart } from '../grammar/part.js';
import { createRandom } from '../random/streams.js';
import { pointAt, spaceOf } from './space-of.js';

const name = 'latinHypercube';

type Notes = { readonly seed: number; readonly next: number };

/**
 * Starts runs at the points of Latin hypercubes (M. D. McKay, R. J. Beckman & W. J. Conover, Technometrics 21, 239 (1979)), one after the
 * other: of each block of `points` starts, every parameter has one in each of as many equal parts of its range, at a random place in that
 * part. In search coordinates: equal parts of the decades of a logarithmic parameter. Draws one random number per block.
 */
export const latinHypercube = definePart({
  name,
  description:
    'Starts runs at the points of Latin hypercubes: each block is spread evenly over every single parameter.',
  options: { points: { type: 'integer', min: 1, max: 100_000, default: 10, description: 'starts per block' } },
  first: 'points',
  create: ({ points }): StartPoints => begin(points),
});

function begin(points: number, notes?: Notes): StartPoints {
  let seed = notes?.seed ?? 0;
  // A block is over before the first one begins.
  let next = notes?.next ?? points;
  let block: readonly Float64Array[] | undefined;
  return {
    name,
    begin: before => begin(points, before as Notes | undefined),
    notes: () => ({ seed, next }) satisfies Notes,
    next(view, { random }) {
      const space = spaceOf(view);
      if (next >= points) {
        seed = random.uint32();
        next = 0;
        block = undefined;
      }
      block ??= hypercube(points, space.dimensions, seed);
      const row = block.map(column => column[next] as number);
      next++;
      return { point: space.toTask(pointAt(space, i => row[i] as number)) };
    },
  };
}

/** For each dimension, where the points lie, as fractions. */
function hypercube(points: number, dimensions: number, seed: number): readonly Float64Array[] {
  const random = createRandom(seed);
  return Array.from({ length: dimensions }, () => {
    const column = Float64Array.from({ length: points }, (_, k) => k);
    // Fisher & Yates.
    for (let k = points - 1; k > 0; k--) {
      const other = random.integer(k + 1);
      const kept = column[k] as number;
      column[k] = column[other] as number;
      column[other] = kept;
    }
    return column.map(part => (part + random.uniform()) / points);
  });
}
