import type { StartPoints } from '../contracts/decision.js';
import { GlompoError } from '../errors/glompo-error.js';
import { definePart } from '../grammar/part.js';
import { checkPoint } from './check-point.js';
import { fractionsOf, ofRange, pointAt, spaceOf, uniformPoint } from './space-of.js';
import { truncatedNormal } from './truncated-normal.js';

const name = 'perturbation';

/**
 * Starts each run near a point: each coordinate is normal around it with standard deviation `width` × the range of the parameter, on the
 * condition that it lies inside the bounds (a truncated normal distribution: nothing piles up at a bound). Around the best point known, if
 * no other is given; while there is none, anywhere in the box. In search coordinates: of a logarithmic parameter, a fraction of its decades.
 * Suggests to search within the same width.
 *
 * At the first start of a study it throws `GLOMPO_BOUNDS` if the point lies outside the box, or `GLOMPO_OPTION` if point or widths are not one
 * per parameter.
 *
 * Source: GloMPO's `PerturbationGenerator` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const perturbation = definePart({
  name,
  description: 'Starts each run near a point, or near the best one known, at a normally distributed distance.',
  options: {
    width: {
      type: 'numbers',
      orOne: true,
      above: 0,
      default: 0.1,
      description: 'standard deviation as a fraction of the ranges: one number for all, or one per parameter',
    },
    around: {
      type: 'numbers',
      optional: true,
      description: "the point, in the task's units (absent: the best one known)",
    },
  },
  first: 'width',
  create: ({ width, around }): StartPoints => ({
    name,
    next(view, { random }) {
      const space = spaceOf(view);
      const { parameters, dimensions } = space;
      if (around) checkPoint(around, parameters, `${name}: around`);
      if (typeof width !== 'number' && width.length !== dimensions) {
        const message = `width: expected one number, or ${dimensions}, one per parameter, got ${width.length}`;
        throw new GlompoError('GLOMPO_OPTION', `${name}: ${message}`);
      }
      const center = around ?? view.incumbent?.point;
      if (center === undefined) return { point: space.toTask(uniformPoint(space, random)) };
      const widthOf = (i: number) => (typeof width === 'number' ? width : (width[i] as number));
      const at = fractionsOf(space.toSearch(Float64Array.from(center)), space);
      const point = pointAt(space, i => truncatedNormal(at[i] as number, widthOf(i), random));
      return { point: space.toTask(point), spread: ofRange(space, 1).map((range, i) => range * widthOf(i)) };
    },
  }),
});
