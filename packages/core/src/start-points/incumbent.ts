import type { StartPoints } from '../contracts/decision.js';
import { definePart } from '../grammar/part.js';
import { ofRange, spaceOf, uniformPoint } from './space-of.js';

/**
 * Starts each run at the best point known, and suggests to search around it with a standard deviation of `spread` × the range of each
 * parameter. While there is no such point: anywhere in the box.
 *
 * Source: GloMPO's `IncumbentGenerator` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const incumbent = definePart({
  name: 'incumbent',
  description: 'Starts each run at the best point known; while there is none, at a random point.',
  options: {
    spread: {
      type: 'number',
      above: 0,
      max: 1,
      default: 0.1,
      description: 'suggested standard deviation, as a fraction of the ranges',
    },
  },
  first: 'spread',
  create: ({ spread }): StartPoints => ({
    name: 'incumbent',
    next(view, { random }) {
      const space = spaceOf(view);
      const best = view.incumbent;
      if (best === undefined) return { point: space.toTask(uniformPoint(space, random)) };
      return { point: best.point.slice(), spread: ofRange(space, spread) };
    },
  }),
});
