import type { StartPoints } from '../contracts/decision.js';
import { definePart } from '../grammar/part.js';
import { defineOptions, type Parsed } from '../options/options.js';
import { checkPoint } from './check-point.js';
import { spaceOf, uniformPoint } from './space-of.js';

const name = 'single';
const options = defineOptions({
  point: {
    type: 'numbers',
    optional: true,
    description: "in the task's units (absent: one random point, drawn once for the whole study)",
  },
});

type Notes = { readonly point: Float64Array | null };

/**
 * Starts every run at one and the same point, which pays where runs differ by themselves: different optimizers, or those that draw
 * random numbers. (`given` starts one run at each of its points.)
 *
 * At the first start of a study it throws `GLOMPO_BOUNDS` if the point lies outside the box, or `GLOMPO_OPTION` if it has not one
 * coordinate per parameter.
 *
 * Source: GloMPO's `SinglePointGenerator` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const single = definePart({
  name,
  description: 'Starts every run at the same point.',
  options,
  first: 'point',
  create: (parsed): StartPoints => begin(parsed),
});

function begin({ point }: Parsed<typeof options>, notes?: Notes): StartPoints {
  let drawn = notes?.point ?? undefined;
  return {
    name,
    begin: before => begin({ ...(point && { point }) }, before as Notes | undefined),
    notes: () => ({ point: drawn ?? null }) satisfies Notes,
    next(view, { random }) {
      if (point !== undefined) {
        checkPoint(point, view.space.parameters, `${name}: point`);
        return { point: Float64Array.from(point) };
      }
      if (drawn === undefined) {
        const space = spaceOf(view);
        drawn = space.toTask(uniformPoint(space, random));
      }
      return { point: drawn.slice() };
    },
  };
}
