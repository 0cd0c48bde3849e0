import { GlompoError, type OptimizerStart, type Space, show } from '@glompo/core/plugin';
import { type Boundary, nearestInside, smoothBoundary, withIntegers } from './boundary.js';
import { largestDeviation, smallestDeviation } from './deviations.js';
import { Distribution } from './distribution.js';
import type { Model } from './model.js';
import type { CmaesOptions } from './options.js';

/**
 * Refuses what no run can begin with. Asked once, for all parameters, also those that are fixed.
 *
 * @throws GlompoError `GLOMPO_BOUNDS`, `GLOMPO_OPTION`
 */
export function checkStart(
  space: Space,
  { point, spread }: OptimizerStart,
  { sigma, deviations }: Pick<CmaesOptions, 'sigma' | 'deviations'>,
): void {
  const { dimensions: n, low, high } = space;
  const fail = (message: string) => new GlompoError('GLOMPO_OPTION', `cmaes: ${message}`);
  checkBounds(space);
  const finite = boundedTwice(space);
  if (sigma > 1 && finite.some(Boolean)) {
    throw fail(`sigma: expected at most 1, the whole range, since parameters have two bounds; got ${show(sigma)}`);
  }
  for (const [name, vector] of Object.entries({ point, ...(spread && { spread }) })) {
    if (vector.length !== n) throw fail(`start: ${name}: expected ${n} numbers, got ${vector.length}`);
  }
  for (let i = 0; i < n; i++) {
    const x = point[i]!;
    if (!(Number.isFinite(x) && x >= low[i]! && x <= high[i]!)) {
      throw fail(`start: point: coordinate ${i + 1}: expected a number from ${low[i]} to ${high[i]}, got ${show(x)}`);
    }
    const s = spread?.[i];
    if (s !== undefined && !(s > 0 && s <= (finite[i] ? Number.MAX_VALUE : largestDeviation))) {
      const most = finite[i] ? '' : ` and at most ${largestDeviation}`;
      throw fail(`start: spread: coordinate ${i + 1}: expected a number above 0${most}, got ${show(s)}`);
    }
    const factor = deviations?.[i];
    if (factor !== undefined && !finite[i] && sigma * factor > largestDeviation) {
      throw fail(
        `deviations: coordinate ${i + 1}: expected at most ${largestDeviation} with sigma, got ${show(sigma)} · ${show(factor)}`,
      );
    }
  }
  if (deviations !== undefined && deviations.length !== n)
    throw fail(`deviations: expected ${n} numbers, one for each parameter, got ${deviations.length}`);
}

/**
 * The distribution at the beginning of a run: the mean at the start, and in every coordinate the standard deviation that the
 * start brings along (search coordinates) or else `sigma` (a fraction of the range with two bounds, otherwise absolute) times its own of
 * `deviations`; at most the range, and not below 1e-150.
 */
export function initialDistribution(
  space: Space,
  { point, spread }: OptimizerStart,
  { options, model }: { readonly options: CmaesOptions; readonly model: Model },
): { distribution: Distribution; boundary: Boundary } {
  const { dimensions: n } = space;
  const { sigma, deviations: factors } = options;
  const finite = boundedTwice(space);
  const real = options.boundary === 'penalty' ? nearestInside(space) : smoothBoundary(space);
  const boundary = withIntegers(real, space);
  const deviations = Float64Array.from({ length: n }, (_, i) => {
    const relative = spread === undefined ? sigma * (factors?.[i] ?? 1) : spread[i]! / boundary.units[i]!;
    return Math.max(smallestDeviation, finite[i] ? Math.min(1, relative) : relative);
  });
  // Of the coordinates that stand for the start, those inside the bounds: near the middle, or the point itself.
  const inside = Float64Array.from({ length: n }, (_, i) => (finite[i] ? 0.5 : point[i]!));
  const mean = new Float64Array(n);
  boundary.fromPoint(point, inside, mean);
  return { distribution: new Distribution(mean, deviations, model), boundary };
}

/** Which coordinates have two finite bounds. */
function boundedTwice({ low, high }: Space): boolean[] {
  return Array.from(low, (from, i) => Number.isFinite(from) && Number.isFinite(high[i]));
}

function checkBounds({ dimensions: n, low, high, parameters }: Space): void {
  for (let i = 0; i < n; i++) {
    if (low[i]! < high[i]!) continue;
    throw new GlompoError(
      'GLOMPO_BOUNDS',
      `cmaes: parameter "${parameters[i]?.name ?? i + 1}": expected a lower bound below the upper one, got [${low[i]}, ${high[i]}]`,
    );
  }
}
