import type { StartPoints } from '../contracts/decision.js';
import { definePart } from '../grammar/part.js';
import { spaceOf, uniformPoint } from './space-of.js';

/**
 * Starts each run anywhere in the box: uniform, logarithmic parameters by their logarithms. Draws one number per coordinate.
 *
 * Source: GloMPO's `RandomGenerator` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const random = definePart({
  name: 'random',
  description: 'Starts each run at a random point of the box.',
  options: {},
  create: (): StartPoints => ({
    name: 'random',
    next(view, { random }) {
      const space = spaceOf(view);
      return { point: space.toTask(uniformPoint(space, random)) };
    },
  }),
});
