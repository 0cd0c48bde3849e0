import type { StartPoints } from '../contracts/decision.js';
import { GlompoError } from '../errors/glompo-error.js';
import { definePart } from '../grammar/part.js';
import type { Move } from '../moves/move.js';
import { defineOptions } from '../options/options.js';
import { largestDistance } from '../space/largest-distance.js';
import { ofRange, spaceOf, uniformPoint } from './space-of.js';
import { uniformMove } from './uniform-move.js';

const name = 'variableNeighbourhood';
const options = defineOptions({
  smallest: {
    type: 'number',
    above: 0,
    max: 1,
    default: 0.02,
    description: 'largest change of a coordinate in the smallest neighbourhood, as a fraction of its range',
  },
  largest: {
    type: 'number',
    above: 0,
    max: 1,
    default: 0.3,
    description: 'the same in the largest one',
  },
});

/**
 * Starts each run near the best point known: each coordinate changed by a uniform number within ± s × its range, with s drawn anew for each run, its logarithm
 * uniform from `smallest` to `largest`. So no scale of the landscape need be known, and nothing need be learned, also with many runs alive. While no point is
 * known: anywhere in the box. Suggests to search within the same distance (standard deviation: s / √3 × the range).
 *
 * Source: variable neighbourhood search (N. Mladenović & P. Hansen, Computers & Operations Research 24, 1097 (1997); for continuous variables
 * N. Mladenović, M. Dražić, V. Kovačević-Vujčić & M. Čangalović, European Journal of Operational Research 191, 753 (2008)), with the neighbourhood drawn by
 * chance in place of the next larger one after each failure. A run is a move that is accepted if it ends lower, so that the hunter `settledMove` may end it early.
 */
export const variableNeighbourhood = definePart({
  name,
  description: 'Starts each run near the best point known, at distances of all scales.',
  options,
  create({ smallest, largest }): StartPoints {
    if (!(smallest <= largest))
      throw new GlompoError(
        'GLOMPO_OPTION',
        `${name}: smallest: expected at most ${largest}, as largest, got ${smallest}`,
      );
    return {
      name,
      next(view, { random }) {
        const space = spaceOf(view);
        const { incumbent } = view;
        if (incumbent === undefined) return { point: space.toTask(uniformPoint(space, random)) };
        const { point: from, value, run } = incumbent;
        const size = smallest * (largest / smallest) ** random.uniform();
        const start = uniformMove(from, ofRange(space, size), { space, random });
        const reach = largestDistance(view.space, from, start.point);
        const metropolis: Move = { from, value, allowance: 0, temperature: 0, reach };
        return {
          ...start,
          reason: { by: name, message: `near the best point of run ${run}, ${value}`, data: { run, value, size } },
          origin: { rule: name, metropolis },
        };
      },
    };
  },
});
