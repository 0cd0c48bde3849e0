import { figure, percent } from '../conditions/figures.js';
import type { Start, StartPoints } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import type { Random } from '../contracts/random.js';
import type { Found, StudyView } from '../contracts/view.js';
import { definePart } from '../grammar/part.js';
import { defineOptions, type Parsed } from '../options/options.js';
import type { SearchSpace } from '../space/search-space.js';
import { criticalDistance } from './critical-distance.js';
import { fractionsOf, spaceOf, uniformPoint } from './space-of.js';

const name = 'singleLinkage';
/** Of fewer evaluations nothing is concluded. */
const fewest = 10;
/** Random points that are tried. */
const candidates = 10;
/** Starts that are remembered. */
const mostStarts = 20;

const options = defineOptions({
  sample: {
    type: 'integer',
    min: fewest,
    max: 10_000,
    default: 500,
    description: 'evaluations that are looked at, chosen by chance among all of the study',
  },
  sigma: {
    type: 'number',
    above: 0,
    default: 4,
    description: 'of r_k: the larger, the farther a better point keeps others from being starts',
  },
  near: {
    type: 'number',
    min: 0,
    max: 1,
    default: 0.02,
    description:
      'no start is as close to a known minimum as this, and none by chance to another start, as a fraction of the ranges',
  },
});

/** A place as fractions of the ranges. */
interface Place {
  readonly at: Float64Array;
  readonly value: number;
}

/** Which evaluations have been starts, and where the last starts were, in the task's units. */
type Notes = {
  readonly used: readonly (readonly [run: number, trial: number])[];
  readonly starts: readonly Float64Array[];
};

/**
 * Starts each run at the best evaluated point that has no better one within r_k: the rule of multi level single linkage (Rinnooy Kan & Timmer 1987; r_k is
 * `criticalDistance`), as asynchronous solvers ask it (J. Larson & S. M. Wild, "Asynchronously parallel optimization solver for finding multiple minima", Mathematical
 * Programming Computation 10, 2018, "APOSMM"). Distances are Euclidean in the unit cube onto which the box is mapped in search coordinates. Points are those of a sample of `sample`
 * evaluations, each of the study with the same chance. Better ones are these, known minima (`StudyView.minima`), and what live runs have found; a start is
 * nowhere within `near` (a fraction of the ranges, as in `parameterDistance`) of a known minimum, and at no point that has been one before.
 *
 * Where there is none, and before there are 10 evaluations, it starts at a random point that is not within `near` of a known minimum, of what a live run has found, or of
 * one of its last 20 starts; of 10 random points that all are, at the one farthest away. (Points as far away as possible would lie in the corners of the box.)
 *
 * In the papers the sample is uniform, which gives their guarantees. Here it is what runs have evaluated, denser where they searched: a descent that
 * was killed before it had ended leaves a start behind, one that has ended does not.
 */
export const singleLinkage = definePart({
  name,
  description:
    'Starts runs at the best evaluated points without a better one near them, away from known minima; at random where there are none.',
  options,
  first: 'sample',
  create: (parsed): StartPoints => begin(parsed),
});

function begin(parsed: Parsed<typeof options>, before?: Plain): StartPoints {
  const { sample } = parsed;
  let { used, starts } = (before ?? { used: [], starts: [] }) as Notes;
  return {
    name,
    sample,
    begin: notes => begin(parsed, notes),
    notes: () => ({ used, starts }) satisfies Notes,
    next(view, { random }) {
      const space = spaceOf(view);
      const kept = new Set(view.sample.map(keyOf));
      used = used.filter(([run, trial]) => kept.has(keyOf({ run, trial })));
      const linked = bestUnlinked(view, { space, used, ...parsed });
      if (linked) used = [...used, [linked.found.run, linked.found.trial]];
      const start = linked?.start ?? { point: awayFromAll(view, { space, starts, random, near: parsed.near }) };
      starts = [...starts, start.point.slice()].slice(-mostStarts);
      return start;
    },
  };
}

function bestUnlinked(
  view: StudyView,
  { space, used, sigma, near }: { readonly space: SearchSpace; readonly used: Notes['used'] } & Parsed<typeof options>,
): { readonly found: Found; readonly start: Start } | undefined {
  const { minima, sample } = view;
  if (sample.length < fewest) return undefined;
  const r = criticalDistance(sample.length, space.dimensions, sigma);
  const place = ({ value, point }: Pick<Found, 'value' | 'point'>) => ({ value, at: placeOf(point, space) });
  const known = minima.map(place);
  const heads = view.live.flatMap(({ best }) => best ?? []).map(place);
  const tooNear = near * Math.sqrt(space.dimensions);
  const taken = new Set(used.map(([run, trial]) => keyOf({ run, trial })));
  const better: Place[] = [];
  for (const found of sample.filter(({ value }) => Number.isFinite(value)).sort(inOrder)) {
    const here = place(found);
    const isFree =
      !better.some(other => isWithin(r, other, here)) &&
      ![...known, ...heads].some(other => other.value <= here.value && isWithin(r, other, here)) &&
      !known.some(other => isWithin(tooNear, other, here));
    better.push(here);
    if (!isFree || taken.has(keyOf(found))) continue;
    const message = `trial ${found.trial} of run ${found.run} found ${figure(found.value)}, and none of ${sample.length} evaluations within ${percent(r / Math.sqrt(space.dimensions))} of the range is better`;
    const data = { run: found.run, trial: found.trial, value: found.value, distance: r };
    return { found, start: { point: found.point.slice(), reason: { by: name, message, data } } };
  }
  return undefined;
}

interface Away {
  readonly space: SearchSpace;
  readonly starts: Notes['starts'];
  readonly random: Random;
  readonly near: number;
}

function awayFromAll({ minima, live }: StudyView, { space, starts, random, near }: Away): Float64Array {
  const found = [...minima, ...live.flatMap(({ best }) => best ?? [])].map(({ point }) => point);
  const known = [...found, ...starts].map(point => placeOf(point, space));
  const enough = near ** 2 * space.dimensions;
  let farthest = uniformPoint(space, random);
  let most = clearance(farthest, known, space);
  for (let k = 1; k < candidates && most <= enough; k++) {
    const x = uniformPoint(space, random);
    const clear = clearance(x, known, space);
    if (clear > most) [farthest, most] = [x, clear];
  }
  return space.toTask(farthest);
}

/** The square of the distance to the nearest. */
function clearance(x: Float64Array, known: readonly Float64Array[], space: SearchSpace): number {
  const at = fractionsOf(x, space);
  let least = Number.POSITIVE_INFINITY;
  for (const other of known) least = Math.min(least, squaredDistance(at, other, least));
  return least;
}

function isWithin(r: number, { at: a }: Place, { at: b }: Place): boolean {
  return squaredDistance(a, b, r * r) <= r * r;
}

/** Not all of it, once it is above `enough`. */
function squaredDistance(a: Float64Array, b: Float64Array, enough: number): number {
  let sum = 0;
  for (let i = 0; i < a.length && sum <= enough; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return sum;
}

function placeOf(point: Float64Array, space: SearchSpace): Float64Array {
  return fractionsOf(space.toSearch(point.slice()), space);
}

function inOrder(a: Found, b: Found): number {
  return a.value - b.value || a.run - b.run || a.trial - b.trial;
}

function keyOf({ run, trial }: { readonly run: number; readonly trial: number }): string {
  return `${run}:${trial}`;
}
